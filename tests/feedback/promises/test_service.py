"""A promise is made once per loan, brings silence until its day, and can be withdrawn."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import Error, transaction

from accounts.errors import Refused
from accounts.holds import service as holds
from accounts.models import AuditEntry, Hold
from feedback.models import Promise
from feedback.promises import limits, proposals, service as promises, summary
from messaging.inbound import replies
from messaging.models import Message
from tests import make, make_care, make_outbox

pytestmark = pytest.mark.django_db


def test_silence_lasts_to_the_end_of_the_day_after_in_the_ledgers_zone(now: datetime) -> None:
    promise = make_care.promise(now=now)
    assert promise.hold is not None
    # Friday the 18th and a day of grace: to midnight of the 19th in Shanghai.
    assert promise.hold.until == datetime(2026, 9, 19, 16, tzinfo=UTC)
    assert (promise.hold.kind, promise.hold.loan) == (Hold.Kind.PROMISE, promise.loan)


def test_the_ledgers_zone_is_the_lenders(now: datetime) -> None:
    loan = make.loan(lender=make.lender(timezone="America/New_York"))
    promise = make_care.promise(now=now, loan=loan)
    assert promise.hold is not None
    assert promise.hold.until == datetime(2026, 9, 20, 4, tzinfo=UTC)


def test_a_queued_message_is_held_in_the_same_transaction(now: datetime) -> None:
    message = make_outbox.message(loan=(loan := make.loan()))
    make_care.promise(now=now, loan=loan)
    held = Message.objects.get(pk=message.pk)
    assert (held.state, held.reason, held.not_before) == ("queued", "hold_promise", None)


def test_a_second_promise_for_the_loan_is_refused(now: datetime) -> None:
    promise = make_care.promise(now=now)
    with pytest.raises(Refused, match="already"):
        make_care.promise(now=now, loan=promise.loan)
    assert Hold.objects.count() == 1


def test_another_loan_of_the_same_person_can_be_promised_too(now: datetime) -> None:
    promise = make_care.promise(now=now)
    make_care.promise(now=now, loan=make.loan(customer=promise.customer))
    assert summary.summary(promise.customer).open == 2


def test_more_than_is_due_is_refused_and_leaves_nothing(now: datetime) -> None:
    with pytest.raises(Refused):
        make_care.promise(now=now, amount=Decimal("1234.57"))
    assert not Promise.objects.exists()
    assert not Hold.objects.exists()


def test_nobody_promises_for_another_customers_loan(now: datetime) -> None:
    loan, other = make.loan(), make.customer()
    with pytest.raises(Refused, match="another customer"):
        promises.make(
            other,
            loan=loan,
            amount=Decimal(1),
            on=make_care.FRIDAY,
            source="page:1",
            by=None,
            now=now,
        )


def test_who_withdraws_a_promise_does_not_end_its_silence(now: datetime) -> None:
    """Nobody takes the days a customer was promised alone: another person lifts the hold."""
    promise = make_care.promise(now=now)
    agent, boss = make.staff("supervisor"), make.staff("supervisor")
    hold = Hold.objects.get()
    with pytest.raises(Refused, match=r"nother|另"):  # while it is open
        holds.lift(hold, by=boss, reason="x", now=now)
    promises.cancel(promise, by=agent, reason="pays by instalments", now=now)
    promise.refresh_from_db()
    assert (promise.state, promise.ended_by) == ("cancelled", agent)
    with pytest.raises(Refused):
        promises.cancel(promise, by=agent, reason="again", now=now)
    with pytest.raises(Refused, match=r"nother|另"):
        holds.lift(hold, by=agent, reason="x", now=now)
    with pytest.raises(Error, match="another lifts"), transaction.atomic():
        Hold.objects.update(released_at=now, released_by=agent, release_reason="x")
    assert Hold.objects.get().released_at is None
    assert holds.lift(hold, by=boss, reason="pays by instalments", now=now) == "lifted"


def test_a_promise_the_customer_takes_back_ends_its_silence(now: datetime) -> None:
    promise = make_care.promise(now=now)
    promises.cancel(promise, by=None, reason="x", now=now)
    assert Hold.objects.get().released_at == now


def test_after_a_withdrawal_another_can_be_made(now: datetime) -> None:
    promise = make_care.promise(now=now)
    promises.cancel(promise, by=None, reason="another day", now=now)
    assert make_care.promise(now=now, loan=promise.loan).state == "open"


def test_a_customer_alone_cannot_promise_for_ever(now: datetime) -> None:
    loan = make.loan()
    for _time in range(limits.MOST_UNKEPT):
        slip = make_care.promise(now=now, loan=loan)
        promises.cancel(slip, by=None, reason="the wrong day", now=now + timedelta(minutes=5))
    for _time in range(limits.MOST_UNKEPT):
        made = make_care.promise(now=now, loan=loan)
        promises.cancel(made, by=None, reason="another day", now=now + limits.SLIP)
    with pytest.raises(Refused, match="call us"):
        make_care.promise(now=now, loan=loan)
    assert make_care.promise(now=now, loan=loan, by=make.staff("agent")).state == "open"


def test_a_reply_proposes_once_and_an_agent_confirms(now: datetime) -> None:
    customer = make.customer(phone="+8614100008888")
    loan = make.loan(customer=customer)
    replies.take(address="+8614100008888", text="明天还", now=now)
    assert proposals.propose_missed(now) == 1
    assert proposals.propose_missed(now) == 0
    proposal = Promise.objects.get()
    assert not Hold.objects.exists()

    agent = make.staff("agent")
    tomorrow = make.DAY + timedelta(days=1)
    promise = promises.confirm(
        proposal, loan=loan, amount=Decimal(500), on=tomorrow, by=agent, now=now
    )
    assert (promise.state, promise.made_by, promise.source) == ("open", agent, proposal.source)
    with pytest.raises(Refused, match="already"):
        promises.confirm(proposal, loan=loan, amount=Decimal(1), on=tomorrow, by=agent, now=now)
    assert proposals.propose_missed(now) == 0


def test_making_one_from_a_reply_confirms_what_it_proposed(now: datetime) -> None:
    loan = make.loan()
    proposal = proposals.propose(loan.customer, source="page:7", now=now)
    promise = make_care.promise(now=now, loan=loan, source="page:7")
    assert promise == proposal


def test_replies_an_agent_was_quicker_with_hold_up_no_newer_one(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposals, "AT_ONCE", 1)
    phones = ["+8614100008888", "+8614100008889"]
    people = [make.customer(phone=phone) for phone in phones]
    first, second = (replies.take(address=phone, text="明天还", now=now) for phone in phones)
    make_care.promise(now=now, loan=make.loan(customer=people[0]), source=f"reply:{first.pk}")
    assert proposals.propose_missed(now) == 1
    assert Promise.objects.get(state="proposed").reply == second


def test_a_declined_proposal_is_over(now: datetime) -> None:
    proposal = proposals.propose(make.customer(), source="page:7", now=now)
    assert proposal is not None
    proposals.decline(proposal, by=make.staff("agent"), reason="asks a question", now=now)
    assert proposals.propose(proposal.customer, source="page:7", now=now) is None
    with pytest.raises(Refused):
        proposals.decline(proposal, by=make.staff("agent"), reason="again", now=now)


def test_the_database_refuses_a_second_open_promise_for_a_loan(now: datetime) -> None:
    promise = make_care.promise(now=now)
    spare = holds.place(
        customer=promise.customer, kind="promise", reason="x", source="shell", now=now
    )
    with pytest.raises(Error, match="one_open_promise"), transaction.atomic():
        Promise.objects.create(
            customer=promise.customer,
            loan=promise.loan,
            amount=1,
            pay_on=make.DAY,
            source="shell",
            state="open",
            noted_at=now,
            made_at=now,
            hold=spare,
        )


@pytest.mark.parametrize("column", ["amount", "pay_on", "source"])
def test_the_database_refuses_to_edit_what_was_promised(now: datetime, column: str) -> None:
    make_care.promise(now=now)
    value = {"amount": 1, "pay_on": make.DAY, "source": "x"}[column]
    with pytest.raises(Error, match="never edited"), transaction.atomic():
        Promise.objects.update(**{column: value})


def test_the_database_refuses_to_worsen_or_delete_one(now: datetime) -> None:
    promise = make_care.promise(now=now)
    Promise.objects.update(state="kept", ended_at=now)
    with pytest.raises(Error, match="Invalid transition"), transaction.atomic():
        Promise.objects.update(state="broken")
    with pytest.raises(Error, match="Cannot delete"), transaction.atomic():
        promise.delete()


def test_a_promise_is_on_the_audit_trail(now: datetime) -> None:
    promise = make_care.promise(now=now)
    entries = AuditEntry.objects.filter(table="feedback_promise", row_id=str(promise.pk))
    assert entries.filter(action="update", after__state="open").exists()
