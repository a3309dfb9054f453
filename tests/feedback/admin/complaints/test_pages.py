"""The screens of a complaint: every state shows, every button asks its service."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings, strategies as st

from accounts.errors import Refused
from accounts.models import AuditEntry, User
from feedback.complaints import evidence, extensions, opening, reviews, working
from feedback.letters import drafting, starter
from feedback.models import Complaint, Evidence, Letter, LetterTemplate
from messaging.models import Stop
from tests import make, make_outbox
from tests.feedback.complaints import files
from tests.make_complaints import close, logged, resolved

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any, now: datetime) -> None:
    """18:30 of the day, and an upload folder of this test's own."""
    monkeypatch.setattr("config.clock.now", lambda: now)
    settings.UPLOAD_DIR = tmp_path


def at(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def shown(user: User, name: str, *args: object, **query: object) -> str:
    answer = at(user).get(reverse(f"admin:{name}", args=args), query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def post(user: User, name: str, *args: object, **form: Any) -> Any:
    return at(user).post(reverse(f"admin:{name}", args=args), form)


def test_the_page_shows_every_state_to_every_reader(now: datetime) -> None:
    starter.install(author=make.staff("agent"), approver=make.staff("supervisor"), now=now)
    message = make_outbox.message()
    readers = [make.staff(role) for role in ("agent", "supervisor", "auditor")]
    agent, boss, _auditor = readers
    complaint = logged(now, customer=message.customer, message=message, severity="severe")

    def all_read(*words: str) -> None:
        for reader in readers:
            text = shown(reader, "complaint", complaint.pk)
            assert all(word in text for word in (complaint.number, *words))

    all_read("Open", f"#{message.pk}")
    extensions.ask_for_extension(complaint, reason="等待录音", by=agent, now=now)
    all_read("等待录音", "Extension asked for")
    extensions.approve_extension(complaint.extensions.get(), by=boss, now=now)
    all_read("2026-10-30", "Days of extension 30")
    close(complaint, now, by=make.staff("supervisor"))
    all_read("Upheld", "2026-10-15")
    review = reviews.ask_for_review(complaint, via="phone", text="不服", by=agent, now=now)
    all_read("不服", "In review")
    reviews.decide_review(review, outcome="confirmed", answer="维持原结果", by=boss, now=now)
    all_read("维持原结果", "First outcome confirmed")


def test_the_list_asks_for_the_time_no_oftener_for_more_rows(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a sandbox each time it is asked for is a query."""
    agent, asked = make.staff("agent"), []

    def tell() -> datetime:
        asked.append(now)
        return now

    monkeypatch.setattr("config.clock.now", tell)
    counts = []
    for _complaint in range(3):
        logged(now)
        asked.clear()
        shown(agent, "feedback_complaint_changelist")
        counts.append(len(asked))
    assert len(set(counts)) == 1


def test_the_number_of_queries_does_not_grow_with_messages_and_files(now: datetime) -> None:
    agent, loan = make.staff("agent"), make.loan()
    complaint = logged(now, customer=loan.customer)

    def queries() -> int:
        client = at(agent)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("admin:complaint", args=[complaint.pk]))
        return len(captured)

    def grow(n: int) -> None:
        message = make_outbox.message(loan=make.loan(customer=loan.customer))
        working.link_message(complaint, message, by=agent, now=now)
        evidence.add(complaint, name="a", data=f"text {n}".encode(), by=agent, now=now)
        working.add_note(complaint, text="x", by=agent, now=now)

    grow(0)
    few = queries()
    for n in range(1, 4):
        grow(n)
    assert queries() == few


def test_an_agent_works_a_complaint_to_its_end_by_the_buttons(now: datetime) -> None:
    agent, boss, colleague = make.staff("agent"), make.staff("supervisor"), make.staff("agent")
    customer = make.customer()
    form = {"via": "phone", "category": "wording", "severity": "normal", "text": "语气不好"}
    answer = post(agent, "complaint_log", customer.pk, **form)
    complaint = Complaint.objects.get()
    assert answer.url == reverse("admin:complaint", args=[complaint.pk])
    post(agent, "complaint_give", complaint.pk, to=colleague.pk, reason="休假")
    post(agent, "complaint_take", complaint.pk)
    post(agent, "complaint_note", complaint.pk, note="已回电")
    post(agent, "complaint_reclassify", complaint.pk, category="privacy", severity="normal")
    post(agent, "complaint_complex", complaint.pk, reason="需核实")
    post(agent, "complaint_extend", complaint.pk, reason="等待录音")
    extension = complaint.extensions.get()
    post(boss, "complaint_extension_decide", extension.pk, step="approve")
    complaint.refresh_from_db()
    assert (complaint.category, complaint.due_on) == ("privacy", date(2026, 11, 14))
    post(
        agent,
        "complaint_resolve",
        complaint.pk,
        outcome="partly",
        root_cause="person",
        answer="已致歉",
    )
    post(agent, "complaint_ask_review", complaint.pk, via="phone", text="不服")
    complaint.refresh_from_db()
    post(boss, "review_take", complaint.review.pk)
    post(
        boss,
        "review_decide",
        complaint.review.pk,
        outcome="changed",
        new_outcome="upheld",
        answer="改为成立",
    )
    complaint.refresh_from_db()
    assert (complaint.state, complaint.review.new_outcome) == ("resolved", "upheld")


def test_what_was_typed_is_still_there_when_it_is_refused(now: datetime) -> None:
    complaint, agent = logged(now, severity="severe"), make.staff("agent")
    answer = post(
        agent,
        "complaint_resolve",
        complaint.pk,
        outcome="upheld",
        root_cause="none",
        answer="打了很久的答复",
    )
    complaint.refresh_from_db()
    assert complaint.state == "open"
    assert answer.status_code == 400
    complaint = logged(now)
    answer = post(agent, "complaint_resolve", complaint.pk, outcome="", answer="打了很久的答复")
    assert (answer.status_code, "打了很久的答复" in answer.content.decode()) == (400, True)


def test_only_the_customers_own_messages_are_linked(now: datetime) -> None:
    mine, foreign, agent = make_outbox.message(), make_outbox.message(), make.staff("agent")
    complaint = logged(now, customer=mine.customer)
    for number in (foreign.pk, 10**12, "x", -1, 2**70, ""):
        post(agent, "complaint_link", complaint.pk, message=number)
    assert not complaint.linked.exists()
    post(agent, "complaint_link", complaint.pk, message=mine.pk)
    post(agent, "complaint_unlink", complaint.linked.get().pk)
    assert not complaint.linked.exists()


def upload(user: User, complaint: Complaint, data: bytes, name: str = "a.pdf") -> Any:
    return post(user, "evidence_add", complaint.pk, file=SimpleUploadedFile(name, data))


def test_evidence_is_given_out_as_an_attachment_that_runs_nothing(now: datetime) -> None:
    complaint, agent = logged(now), make.staff("agent")
    upload(agent, complaint, files.TXT, "聊天 <script>.txt")
    kept = Evidence.objects.get()
    answer = post(make.staff("auditor"), "evidence_open", kept.pk)
    assert answer.content == files.TXT
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]
    assert "script>" not in answer["Content-Disposition"]
    assert AuditEntry.objects.filter(table="feedback_evidence", action="export").exists()


def test_evidence_is_not_looked_at_by_following_a_link(now: datetime) -> None:
    complaint, agent = logged(now), make.staff("agent")
    upload(agent, complaint, files.PDF)
    address = reverse("admin:evidence_open", args=[Evidence.objects.get().pk])
    assert at(agent).get(address).status_code == 405


def test_an_upload_without_a_valid_token_is_refused(now: datetime) -> None:
    complaint = logged(now)
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.staff("agent"))
    address = reverse("admin:evidence_add", args=[complaint.pk])
    answer = client.post(address, {"file": SimpleUploadedFile("a.pdf", files.PDF)})
    assert answer.status_code == 403
    assert not Evidence.objects.exists()


def test_a_file_too_large_is_not_taken_to_its_end(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "LARGEST_FILE", 300_000)
    complaint, agent = logged(now), make.staff("agent")
    answer = upload(agent, complaint, files.PDF + b"x" * 2_000_000)
    assert answer.status_code == 302
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("form", [{}, {"file": "not a file"}, {"other": "x"}])
def test_a_form_without_a_file_says_so(now: datetime, form: dict[str, str]) -> None:
    complaint, agent = logged(now), make.staff("agent")
    assert post(agent, "evidence_add", complaint.pk, **form).status_code == 302


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.binary(max_size=400), st.text(min_size=1, max_size=60))
def test_no_upload_breaks_the_page(now: datetime, data: bytes, name: str) -> None:
    complaint = Complaint.objects.first() or logged(now)
    agent = User.objects.filter(groups__name="agent").first()
    try:
        file = SimpleUploadedFile(name, data)
    except Exception:  # Django's own refusal of a name, before anything is sent
        return
    address = reverse("admin:evidence_add", args=[complaint.pk])
    client = at(agent)
    client.raise_request_exception = True
    assert client.post(address, {"file": file}).status_code in (302, 400)
    for kept in Evidence.objects.filter(removed_at=None):
        evidence.remove(kept, reason="x", by=agent, now=now)


@settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.binary(max_size=500))
def test_no_body_breaks_the_upload(now: datetime, body: bytes) -> None:
    complaint = Complaint.objects.first() or logged(now)
    agent = User.objects.filter(groups__name="agent").first()
    address = reverse("admin:evidence_add", args=[complaint.pk])
    for kind in ("multipart/form-data; boundary=x", "multipart/form-data", "text/plain"):
        answer = at(agent).generic("POST", address, body, content_type=kind)
        assert answer.status_code in (302, 400)


def test_evidence_is_removed_with_a_reason_only(now: datetime) -> None:
    complaint, agent = logged(now), make.staff("agent")
    upload(agent, complaint, files.PDF)
    kept = Evidence.objects.get()
    post(agent, "evidence_remove", kept.pk, reason="")
    kept.refresh_from_db()
    assert kept.removed_at is None
    post(agent, "evidence_remove", kept.pk, reason="误传")
    kept.refresh_from_db()
    assert kept.removed_by == agent
    assert "误传" in shown(agent, "complaint", complaint.pk)


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
    post(boss, "approval_step", "letter", version.pk, step="retire", seen_hash="")
    version.refresh_from_db()
    assert version.state == "retired"


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


def test_the_list_shows_first_what_is_due_and_whose(now: datetime) -> None:
    agent = make.staff("agent")
    mine = logged(now - timedelta(days=15), by=agent)
    other = logged(now)
    gone = resolved(now)
    text = shown(agent, "feedback_complaint_changelist")
    assert text.index(mine.number) < text.index(other.number) < text.index(gone.number)
    urgent = shown(agent, "feedback_complaint_changelist", whose="mine", due="24h")
    assert mine.number in urgent
    assert other.number not in urgent
    for query in ({"due": "extension"}, {"due": "nonsense"}, {"whose": "nobody"}):
        shown(agent, "feedback_complaint_changelist", **query)


def test_figures_link_to_the_list_behind_them_and_survive_any_address(now: datetime) -> None:
    message, auditor = make_outbox.message(), make.staff("auditor")
    about = logged(now, customer=message.customer, message=message)
    logged(now, category="wording")
    text = shown(auditor, "complaint_statistics")
    assert str(message.template_version.template.title) in text
    links = {part.split('"')[0] for part in text.split('href="/staff/feedback/complaint/?')[1:]}
    assert len(links) > 5
    for link in links:
        answer = at(auditor).get(f"/staff/feedback/complaint/?{link.replace('&amp;', '&')}")
        assert answer.status_code == 200, link
        if "template_version" in link and "isnull" not in link:
            assert about.number in answer.content.decode()
    for query in ({"first": "x"}, {"lender": "9" * 40}, {"by": "year"}, {"first": "2026-99-99"}):
        shown(auditor, "complaint_statistics", **query)
    shown(auditor, "complaint_statistics", by="week", lender=message.lender_id)


def test_a_paused_text_is_shown_with_its_figures_and_its_stop(now: datetime) -> None:
    from feedback.complaints import pausing

    message = make_outbox.message()
    for _n in range(3):
        logged(now, customer=message.customer, message=message)
    pausing.check_all(now)
    text = shown(make.staff("supervisor"), "complaint_statistics")
    assert reverse("admin:stop", args=[Stop.objects.get().pk]) in text
    assert "3 complaints" in text


def test_the_export_honours_the_filters_and_holds_no_word_of_the_customer(now: datetime) -> None:
    title = "=cmd|' /C calc'!A0"
    message = make_outbox.message()
    template = message.template_version.template
    template.title = title
    template.save()
    kept = logged(now, customer=message.customer, message=message, text="秘密的话")
    old = logged(now - timedelta(days=60))
    answer = at(make.staff("auditor")).get(
        reverse("admin:complaint_export"), {"first": "2026-09-01", "last": "2026-09-30"}
    )
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert kept.number in text
    assert old.number not in text
    assert "秘密的话" not in text
    assert "'=cmd" in text
    assert len(text.strip().splitlines()) == 2


def test_a_complaint_that_is_refused_says_why_on_the_form(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_said: Any) -> None:
        raise Refused("not like this")

    monkeypatch.setattr(opening, "log", refuse)
    said = {"via": "phone", "category": "other", "severity": "normal", "text": "太多"}
    page = post(make.staff("agent"), "complaint_log", make.customer().pk, **said)
    assert page.status_code == 200
    assert "not like this" in page.content.decode()
    assert "太多" in page.content.decode()
