"""A complaint is logged, whoever brings it, and keeps its customer in peace."""

from datetime import datetime
from typing import Any

import pytest

from accounts.errors import Refused
from accounts.models import AuditEntry, Hold
from feedback.complaints import opening, working
from feedback.models import Complaint, ComplaintEvent
from messaging.inbound import replies
from tests import make, make_outbox, make_sealed
from tests.make_complaints import close, logged

pytestmark = pytest.mark.django_db


def from_page(now: datetime, **changes: Any) -> Complaint:
    return logged(now, **{"via": "page", **changes, "by": None})


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
    stored = make_sealed.stored(complaint, "text")
    assert "请别打给我妈".encode() not in stored
    assert Complaint.objects.get(pk=complaint.pk).text == "请别打给我妈"


def test_every_change_is_on_the_audit_trail_with_the_words_masked(now: datetime) -> None:
    complaint = logged(now, text="很生气")
    entry = AuditEntry.objects.get(
        table="feedback_complaint", row_id=str(complaint.pk), action="insert"
    )
    assert entry.after["text_enc"] == "•••"


def replied(now: datetime, text: str = "我要投诉，天天发短信") -> Any:
    customer = make.customer(phone="+8614100009999")
    reply = replies.take(address="+8614100009999", text=text, now=now)
    return customer, reply


def test_a_complaint_made_by_reply_is_opened_once_with_its_words(now: datetime) -> None:
    customer, _reply = replied(now)
    assert opening.open_missed(now) == 1
    assert opening.open_missed(now) == 0
    complaint = Complaint.objects.get(customer=customer)
    assert (complaint.via, complaint.owner, complaint.hold.kind) == ("reply", None, "complaint")
    assert complaint.text == "我要投诉，天天发短信"


def test_a_complaint_made_by_reply_is_taken_and_resolved(now: datetime) -> None:
    customer, _reply = replied(now)
    opening.open_missed(now)
    complaint, agent = Complaint.objects.get(customer=customer), make.staff("agent")
    working.take(complaint, by=agent, now=now)
    close(complaint, now, by=agent)
    assert Hold.objects.get(pk=complaint.hold_id).released_at == now


def test_other_replies_open_no_complaint(now: datetime) -> None:
    replied(now, text="好的，明天还")
    assert opening.open_missed(now) == 0


def test_what_the_deadline_was_reckoned_from_is_kept(now: datetime) -> None:
    lender = make.lender()
    customer = make.customer()
    make.loan(lender=lender, customer=customer)
    standing = make_outbox.policy(lender)
    (clock,) = logged(now, customer=customer).clocks.all()
    assert (clock.kind, clock.because, clock.days) == ("answer", "opened", 15)
    assert (clock.policy, clock.profile, clock.country) == (standing, "cn", "CN")
    assert clock.figures == {"complaint_days": 15}
    assert clock.unconfirmed_years == [2026]  # this test's calendar is empty


def test_a_stricter_policy_of_the_lender_is_kept_to(now: datetime) -> None:
    lender = make.lender()
    customer = make.customer()
    make.loan(lender=lender, customer=customer)
    make_outbox.policy(lender, complaint_days=10)
    assert logged(now, customer=customer).due_on.isoformat() == "2026-09-25"


def test_a_message_says_lender_and_text(now: datetime) -> None:
    message = make_outbox.message()
    complaint = logged(now, customer=message.customer, message=message)
    assert complaint.lender == message.lender
    assert complaint.template_version == message.template_version
    assert [linked.message for linked in complaint.linked.all()] == [message]


def test_a_message_of_another_customer_is_refused(now: datetime) -> None:
    with pytest.raises(Refused):
        logged(now, customer=make.customer(), message=make_outbox.message())
    assert not Complaint.objects.exists()
    assert not Hold.objects.exists()


def test_a_customer_complains_without_staff_and_is_held_from_then_on(now: datetime) -> None:
    complaint = from_page(now)
    assert (complaint.owner, complaint.opened_by, complaint.via) == (None, None, "page")
    assert complaint.hold.released_at is None


def test_what_a_customer_says_again_joins_the_open_complaint(now: datetime) -> None:
    first = from_page(now)
    again = from_page(now, customer=first.customer, text="还在发！")
    assert again == first
    assert (again.repeats, Complaint.objects.count(), Hold.objects.count()) == (1, 1, 1)
    event = ComplaintEvent.objects.get(what="said_again")
    assert event.note == "还在发！"


def test_another_category_or_a_closed_one_makes_a_new_complaint(now: datetime) -> None:
    first = from_page(now)
    other = from_page(now, customer=first.customer, category="wording")
    close(first, now)
    third = from_page(now, customer=first.customer)
    assert len({first, other, third}) == 3


def test_staff_may_log_a_second_one_of_the_same_category(now: datetime) -> None:
    first = logged(now)
    assert logged(now, customer=first.customer) != first


def answered_meanwhile(monkeypatch: pytest.MonkeyPatch, complaint: Complaint) -> None:
    """Whoever looks finds it open; by the time they have it, somebody has answered it."""
    monkeypatch.setattr(opening, "open_one", lambda _customer, _category: complaint)


def test_what_a_customer_says_while_it_is_being_answered_is_a_new_complaint(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = from_page(now)
    close(first, now)
    answered_meanwhile(monkeypatch, first)
    again = from_page(now, customer=first.customer)
    assert again != first
    assert (again.state, again.repeats, again.hold.released_at) == ("open", 0, None)


def test_a_reply_while_it_is_being_answered_is_a_new_complaint_with_its_hold(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer, _reply = replied(now)
    opening.open_missed(now)
    first = Complaint.objects.get()
    close(first, now)
    answered_meanwhile(monkeypatch, first)
    replies.take(address="+8614100009999", text="我还要投诉你们", now=now)
    assert opening.open_missed(now) == 1
    again = Complaint.objects.exclude(pk=first.pk).get(customer=customer)
    assert (again.state, again.hold.released_at) == ("open", None)


def test_a_deadline_is_counted_from_the_lender_s_day(now: datetime) -> None:
    customer = make.customer()
    make.loan(lender=make.lender(timezone="Pacific/Auckland"), customer=customer)
    late = now.replace(hour=14)  # 22:00 in Shanghai, 02:00 of the 16th in Auckland
    complaint = logged(late, customer=customer)
    assert complaint.due_on.isoformat() == "2026-10-01"
    assert complaint.clocks.get().starts_on.isoformat() == "2026-09-16"


def test_a_second_reply_joins_the_complaint_the_first_one_opened(now: datetime) -> None:
    customer, _reply = replied(now)
    opening.open_missed(now)
    replies.take(address="+8614100009999", text="我还要投诉你们", now=now)
    assert opening.open_missed(now) == 1
    assert opening.open_missed(now) == 0
    complaint = Complaint.objects.get(customer=customer)
    assert complaint.repeats == 1
    in_force = Hold.objects.filter(customer=customer, released_at=None)
    assert list(in_force.exclude(kind="unread_reply")) == [complaint.hold]
