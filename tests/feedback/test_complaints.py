"""A complaint is logged, keeps its customer in peace, and ends with an outcome."""

from datetime import datetime
from typing import Any

import pytest
from django.db import Error, transaction

from accounts.keys import keyring
from accounts.models import AuditEntry, Hold
from feedback import complaints
from feedback.models import Complaint
from tests import make

pytestmark = pytest.mark.django_db


def logged(now: datetime, **changes: Any) -> Complaint:
    return complaints.log(
        **{
            "customer": make.customer(),
            "message": None,
            "via": "phone",
            "category": "too_often",
            "severity": "normal",
            "text": "一天两条，太多了",
            "by": make.staff("agent"),
            "now": now,
            **changes,
        }
    )


def resolved(complaint: Complaint, now: datetime, **changes: Any) -> Complaint:
    return complaints.resolve(
        complaint,
        **{
            "outcome": "upheld",
            "answer": "已致歉并调整频率",
            "by": make.staff("agent"),
            "now": now,
            **changes,
        },
    )


def test_logging_gives_number_owner_and_deadline(now: datetime) -> None:
    agent = make.staff("agent")
    complaint = logged(now, by=agent)
    assert complaint.number.startswith("TS20260915-")
    assert complaint.owner == agent
    assert complaint.due_on.isoformat() == "2026-09-30"


def test_logging_places_a_hold_in_the_same_transaction(now: datetime) -> None:
    complaint = logged(now)
    assert complaint.hold.kind == Hold.Kind.COMPLAINT
    assert complaint.hold.released_at is None


def test_the_customers_words_are_encrypted_at_rest(now: datetime) -> None:
    complaint = logged(now, text="请别打给我妈")
    stored = bytes(Complaint.objects.get(pk=complaint.pk).text_enc)
    assert "请别打给我妈".encode() not in stored
    assert keyring().decrypt(stored, "complaint.text") == "请别打给我妈"


def test_resolving_ends_the_hold(now: datetime) -> None:
    complaint = logged(now)
    resolved(complaint, now)
    assert Hold.objects.get(pk=complaint.hold_id).released_at == now


def test_it_is_resolved_once(now: datetime) -> None:
    complaint = logged(now)
    resolved(complaint, now)
    with pytest.raises(complaints.ComplaintRefused):
        resolved(complaint, now)


def test_a_severe_one_is_not_closed_by_who_logged_it(now: datetime) -> None:
    agent = make.staff("agent")
    complaint = logged(now, severity="severe", by=agent)
    with pytest.raises(complaints.ComplaintRefused):
        resolved(complaint, now, by=agent)
    assert Complaint.objects.get(pk=complaint.pk).state == "open"


def test_the_database_refuses_a_severe_one_closed_by_who_logged_it(now: datetime) -> None:
    complaint = logged(now, severity="severe")
    with pytest.raises(Error, match="a_severe_complaint_needs_a_second_person"):
        Complaint.objects.filter(pk=complaint.pk).update(
            state="resolved",
            outcome="upheld",
            answer_enc=b"x",
            resolved_at=now,
            resolved_by=complaint.opened_by,
        )


def test_the_database_refuses_an_end_without_an_outcome(now: datetime) -> None:
    complaint = logged(now)
    with pytest.raises(Error, match="a_resolved_complaint_has_an_outcome"):
        Complaint.objects.filter(pk=complaint.pk).update(state="resolved")


def test_a_resolved_complaint_is_not_reopened_behind_our_back(now: datetime) -> None:
    complaint = resolved(logged(now), now)
    with pytest.raises(Error), transaction.atomic():
        Complaint.objects.filter(pk=complaint.pk).update(state="open")


def test_every_change_is_on_the_audit_trail_with_the_words_masked(now: datetime) -> None:
    complaint = logged(now, text="很生气")
    entry = AuditEntry.objects.get(
        table="feedback_complaint", row_id=str(complaint.pk), action="insert"
    )
    assert entry.after["text_enc"] == "•••"


def replied(now: datetime, text: str = "我要投诉，天天发短信") -> Any:
    from messaging.inbound import replies

    customer = make.customer(phone="+8614100009999")
    reply = replies.take(address="+8614100009999", text=text, now=now)
    return customer, reply


def test_a_complaint_made_by_reply_is_opened_once_with_its_words(now: datetime) -> None:
    customer, _reply = replied(now)
    assert complaints.open_missed(now) == 1
    assert complaints.open_missed(now) == 0
    complaint = Complaint.objects.get(customer=customer)
    assert (complaint.via, complaint.owner, complaint.hold.kind) == ("reply", None, "complaint")
    assert keyring().decrypt(bytes(complaint.text_enc), "complaint.text") == "我要投诉，天天发短信"


def test_a_complaint_made_by_reply_is_taken_and_resolved(now: datetime) -> None:
    customer, _reply = replied(now)
    complaints.open_missed(now)
    complaint, agent = Complaint.objects.get(customer=customer), make.staff("agent")
    complaints.take(complaint, by=agent, now=now)
    resolved(complaint, now, by=agent)
    assert Hold.objects.get(pk=complaint.hold_id).released_at == now


def test_other_replies_open_no_complaint(now: datetime) -> None:
    replied(now, text="好的，明天还")
    assert complaints.open_missed(now) == 0
