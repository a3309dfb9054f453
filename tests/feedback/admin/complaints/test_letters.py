"""Letters of a complaint, and the templates they are written from."""

import re
from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from accounts.models import AuditEntry, User
from feedback.letters import drafting, starter
from feedback.models import Letter, LetterTemplate
from tests import make
from tests.feedback.admin.complaints.desk import at, post, shown
from tests.make_complaints import logged

pytestmark = pytest.mark.django_db


def test_a_letter_is_looked_at_masked_sent_and_printed_in_clear_on_record(now: datetime) -> None:
    agent = make.staff("agent")
    starter.install(author=agent, approver=make.staff("supervisor"), now=now)
    customer = make.customer(name="王小明")
    make.loan(customer=customer)
    complaint = logged(now, customer=customer)
    (template,) = drafting.in_force(now, purpose="received", language="zh-hans")
    text = shown(agent, "complaint_letter", complaint.pk, template=template.pk)
    assert "王*明" in text
    assert "王小明" not in text
    seen = text.split('name="seen_hash" value="')[1].split('"')[0]
    form = {"template": template.pk, "way": "post"}
    post(agent, "complaint_letter_send", complaint.pk, seen_hash="0" * 64, **form)
    assert not Letter.objects.exists()
    post(agent, "complaint_letter_send", complaint.pk, seen_hash=seen, **form)
    letter = Letter.objects.get()
    sheet = post(make.staff("auditor"), "letter_open", letter.pk)
    assert "王小明" in sheet.content.decode()
    assert "安和消费金融" in sheet.content.decode()
    assert "script" not in sheet["Content-Security-Policy"]
    assert "no-store" in sheet["Cache-Control"]
    assert AuditEntry.objects.filter(table="feedback_letter", action="export").count() == 1


@pytest.mark.parametrize("asked", ["", "x", "99999999", "9" * 30, "-1"])
def test_no_such_letter_is_no_page(now: datetime, asked: str) -> None:
    address = reverse("admin:complaint_letter", args=[logged(now).pk])
    assert at(make.staff("agent")).get(address, {"template": asked}).status_code == 404


def test_a_letter_template_is_written_submitted_and_approved_by_the_buttons(now: datetime) -> None:
    agent, boss = make.staff("agent"), make.staff("supervisor")
    body = "{{ complaint_number }}{{ due_on }}{{ hotline }}，您好。"
    form = {"code": "own", "title": "受理", "purpose": "received", "language": "zh-hans"}
    post(agent, "letter_new", **form, body="您好")
    version = LetterTemplate.objects.get()
    assert "due_on" in shown(agent, "letter_template", version.pk)
    post(agent, "approval_step", "letter", version.pk, step="submit", seen_hash="")
    edited = {"title": "受理", "body": body, "note": "", "seen_edited_at": _seen(agent, version)}
    post(agent, "letter_edit", version.pk, **edited)
    post(agent, "approval_step", "letter", version.pk, step="submit", seen_hash="")
    assert "受理 v1" in shown(boss, "approval_queue")
    seen = shown(boss, "letter_template", version.pk).split('name="seen_hash" value="')[1][:64]
    post(boss, "approval_step", "letter", version.pk, step="approve", seen_hash=seen)
    version.refresh_from_db()
    assert (version.state, version.decided_by) == ("approved", boss)
    copy = shown(agent, "letter_new", **{"from": version.pk})
    assert "{{ complaint_number }}" in copy
    post(boss, "approval_step", "letter", version.pk, step="retire", reason="改写", seen_hash="")
    version.refresh_from_db()
    assert version.state == "retired"


def test_all_letters_that_wait_are_read_and_approved_on_one_page(now: datetime) -> None:
    asked = starter.write_and_ask(by=make.staff("agent"), now=now)
    boss = make.staff("supervisor")
    text = shown(boss, "letters_waiting")
    for letter in asked:
        assert letter.title in text
    assert "{{" not in text
    seen = dict(re.findall(r'name="seen:(\d+)" value="([0-9a-f]+)"', text))
    left, changed, *approved = sorted(map(int, seen))
    form = {f"seen:{pk}": said for pk, said in seen.items()} | {f"seen:{changed}": "0" * 64}
    post(boss, "letters_approve", version=[changed, *approved], **form)
    standing = LetterTemplate.objects.filter(state="approved").values_list("pk", flat=True)
    assert set(standing) == set(approved)
    assert LetterTemplate.objects.get(pk=left).state == "submitted"
    assert post(make.staff("agent"), "letters_approve", version=[left]).status_code == 403


def test_a_letter_saved_by_somebody_since_is_not_saved_over(now: datetime) -> None:
    agent, other = make.staff("agent"), make.staff("agent")
    form = {"code": "own", "title": "受理", "purpose": "received", "language": "zh-hans"}
    post(agent, "letter_new", **form, body="您好")
    LetterTemplate.objects.update(edited_at=now - timedelta(minutes=1))
    version = LetterTemplate.objects.get()
    opened = {"title": "受理", "note": "", "seen_edited_at": _seen(agent, version)}

    post(other, "letter_edit", version.pk, **opened, body="甲")
    answer = post(agent, "letter_edit", version.pk, **opened, body="乙")

    version.refresh_from_db()
    assert (answer.status_code, version.body) == (400, "甲")
    assert "乙" in answer.content.decode()


def _seen(person: User, version: LetterTemplate) -> str:
    page = shown(person, "letter_edit", version.pk)
    return page.split('name="seen_edited_at" value="')[1].split('"')[0]
