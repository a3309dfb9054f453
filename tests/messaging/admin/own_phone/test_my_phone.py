"""From the number to the text on the telephone, by the pages of two people."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, StaffNumber
from messaging.inbound import sandbox_receipts
from messaging.models import PhoneSend, SandboxText
from messaging.tasks import send_to_phones
from tests import make, make_messaging, make_outbox

pytestmark = pytest.mark.django_db
TYPED = "141 1234 5678"


def desk(role: str) -> Client:
    client = Client()
    client.force_login(make.staff(role))
    return client


def page(client: Client, name: str, *args: int) -> str:
    return client.get(reverse(f"admin:{name}", args=args)).content.decode()


@pytest.fixture(autouse=True)
def _work_is_done_at_once(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)
    monkeypatch.setattr("messaging.tasks.CLOCK", make_outbox.FixedClock(now).clock)
    monkeypatch.setattr("messaging.tasks.send_to_phones.delay", send_to_phones)
    make_outbox.gateway()
    make.lender()


def test_a_number_is_entered_confirmed_and_proved_and_a_draft_comes_on_it(
    now: datetime,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Any,
) -> None:
    collector, boss = desk("collector"), desk("supervisor")
    collector.post(reverse("admin:my_phone_enter"), {"typed": TYPED})
    assert page(collector, "my_phone").count("141****5678") == 1
    collector.post(reverse("admin:my_phone_code"))
    assert not PhoneSend.objects.exists()  # nothing goes before the second person's word
    assert "141****5678" in page(boss, "staff_numbers")
    assert "141****5678" in page(boss, "second_person")
    [number] = StaffNumber.objects.all()
    confirm = reverse("admin:staff_number_decide", args=[number.pk, "confirm"])
    assert collector.post(confirm, {"typed": TYPED}).status_code == 403
    boss.post(confirm, {"typed": TYPED})
    with django_capture_on_commit_callbacks(execute=True):
        collector.post(reverse("admin:my_phone_code"))
    found = re.search(r"(\d{6})，", SandboxText.objects.get().text)
    assert found is not None
    code = found[1]
    assert code not in page(collector, "my_phone")
    assert code in page(collector, "handset_own")
    assert code not in page(boss, "handset_own")
    collector.post(reverse("admin:my_phone_prove"), {"code": code})
    draft = make_messaging.version(state="draft")
    shown = page(collector, "template_phone", draft.pk)
    assert "【测试】" in shown
    assert "141****5678" in shown
    with django_capture_on_commit_callbacks(execute=True):
        collector.post(reverse("admin:template_phone", args=[draft.pk]), {"specimen": "longest"})
    assert "已提交通道" in page(collector, "phone_sends")
    sandbox_receipts.send_receipts(now=now + sandbox_receipts.RECEIPT_AFTER)
    assert "已送达" in page(collector, "phone_sends")
    assert PhoneSend.objects.latest("pk").text in page(collector, "handset_own").replace(
        "<br>", "\n"
    )
    whole = "14112345678"
    pages = [page(collector, name) for name in ("my_phone", "handset_own", "phone_sends")]
    said = [*pages, page(boss, "staff_numbers"), caplog.text]
    said.append(str(list(AuditEntry.objects.values_list("before", "after"))))
    assert not [each for each in said if whole in each or (code in each and each not in pages)]


def test_the_editor_saves_and_leads_there_and_an_unready_telephone_is_told_what_to_do() -> None:
    collector = desk("collector")
    draft = make_messaging.version(state="draft")
    editor = reverse("admin:template_editor", args=[draft.pk])
    answer = collector.post(
        editor,
        {
            "body": draft.body + "谢谢。",
            "note": "",
            "seen_edited_at": draft.edited_at.isoformat(),
            "act": "phone",
        },
    )
    there = reverse("admin:template_phone", args=[draft.pk])
    assert answer.headers["Location"] == there
    draft.refresh_from_db()
    assert draft.body.endswith("谢谢。")
    assert reverse("admin:my_phone") in collector.get(there).content.decode()
    collector.post(there)
    assert not PhoneSend.objects.exists()
