"""What happens is told to the lender's systems, and to no other's, in the same transaction."""

from datetime import datetime
from typing import Any

import pytest
from django.db import Error, ProgrammingError, connection, transaction
from django.db.models import Case, F, Value, When

from accounts.holds import service as holds
from accounts.models import ContactPoint, Customer, Event, EventDelivery, Lender, Loan, Repayment
from feedback.models import Promise
from messaging.events import destinations
from messaging.models import Message, Reply
from messaging.suppression import service as suppression
from tests import make, make_care, make_complaints, make_events, make_inbox, make_outbox
from tests.as_role import WEB, WORKER, as_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def loan(lender: Lender) -> Loan:
    """Of a lender whose system is told everything."""
    make_events.destination(lender)
    return make.loan(lender=lender)


def hold(customer: Customer, now: datetime, **said: Any) -> Any:
    return holds.place(
        customer=customer, kind="manual", reason="王小明来电", source="x", now=now, **said
    )


def test_a_hold_is_told_when_placed_and_when_lifted(loan: Loan, now: datetime) -> None:
    placed = hold(loan.customer, now, loan=loan)
    holds.release(placed, by=make.staff("agent"), reason="settled", now=now)
    about = {
        "hold_id": placed.pk,
        "kind": "manual",
        "until": None,
        "loan_no": loan.loan_no,
        "customer_no": loan.customer.customer_no,
    }
    assert make_events.told(loan.lender) == [("hold.placed", about), ("hold.lifted", about)]
    assert set(Event.objects.values_list("at", flat=True)) == {now}


def test_a_hold_on_everything_is_told_to_each_lender_of_the_customer(
    loan: Loan, now: datetime
) -> None:
    other, third = make.lender(), make.lender()
    make.loan(lender=other, customer=loan.customer)
    for each in (other, third):
        make_events.destination(each)
    hold(loan.customer, now)
    assert [len(make_events.told(each)) for each in (loan.lender, other, third)] == [1, 1, 0]
    to = EventDelivery.objects.values_list("lender_id", "destination__lender_id")
    assert all(mine == theirs for mine, theirs in to)


def test_a_hold_on_one_loan_is_told_to_its_lender_alone(loan: Loan, now: datetime) -> None:
    other = make.lender()
    make.loan(lender=other, customer=loan.customer)
    make_events.destination(other)
    hold(loan.customer, now, loan=loan)
    assert [len(make_events.told(each)) for each in (loan.lender, other)] == [1, 0]


def test_what_is_rolled_back_was_never_told(loan: Loan, now: datetime) -> None:
    with transaction.atomic():
        hold(loan.customer, now)
        transaction.set_rollback(True)
    assert not Event.objects.exists()


def test_what_nobody_awaits_is_not_written(lender: Lender, now: datetime) -> None:
    make_events.destination(lender, kinds=["promise.made"])
    make_events.asked(lender)
    ended = make_events.destination(lender)
    destinations.end(ended, by=make.staff("supervisor"), now=now)
    hold(make.loan(lender=lender).customer, now)
    assert not Event.objects.exists()


def test_each_destination_has_a_delivery_of_its_own(loan: Loan, now: datetime) -> None:
    make_events.destination(loan.lender)
    hold(loan.customer, now)
    assert Event.objects.count() == 1
    assert EventDelivery.objects.count() == 2


@pytest.mark.parametrize("state", ["delivered", "undelivered"])
def test_what_became_of_a_message_is_told(loan: Loan, now: datetime, state: str) -> None:
    message = make_outbox.message(loan=loan)
    gateway = make_outbox.Gateway.objects.get()
    rows = Message.objects.filter(pk=message.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE messaging_message SET state = 'claimed', body_enc = '\\x01' WHERE id = %s",
            [message.pk],
        )
    rows.update(state="handing_over", permit_until=now, handed_over_at=now, gateway=gateway)
    rows.update(state="accepted")
    assert make_events.told(loan.lender) == []
    rows.update(state=state, final_at=now, error_code="E1")
    rows.update(read_at=now)
    [(kind, about)] = make_events.told(loan.lender)
    assert kind == f"message.{state}"
    assert about == {
        "message_id": message.pk,
        "channel": "sms",
        "state": state,
        "error": "E1",
        "loan_nos": [loan.loan_no],
        "customer_no": loan.customer.customer_no,
    }


def test_of_many_at_once_each_is_told_to_its_own_lender_and_none_twice(
    loan: Loan, now: datetime
) -> None:
    others = [make.loan(lender=loan.lender), make.loan(lender=make.lender())]
    first = make_outbox.message(loan=loan)
    messages = [
        first,
        make_outbox.message(loan=others[0], in_run=first.run),
        make_outbox.message(loan=others[1]),
    ]
    rows = Message.objects.filter(pk__in=[each.pk for each in messages])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE messaging_message SET state = 'claimed', body_enc = '\\x01'")
    gateway = make_outbox.Gateway.objects.get()
    rows.update(state="handing_over", permit_until=now, handed_over_at=now, gateway=gateway)
    states = Case(When(pk=messages[1].pk, then=Value("undelivered")), default=Value("delivered"))
    rows.update(state=states, final_at=now)
    rows.update(read_at=now, state=F("state"))
    told = [(kind, about["loan_nos"]) for kind, about in make_events.told(loan.lender)]
    assert sorted(told) == [
        ("message.delivered", [loan.loan_no]),
        ("message.undelivered", [others[0].loan_no]),
    ]
    assert Event.objects.count() == 2


def test_a_reply_is_told_as_it_was_read_and_its_text_is_not(loan: Loan, now: datetime) -> None:
    reply = make_inbox.reply("你们再发我就去法院告你们", customer=loan.customer, at=now)
    [about] = [about for kind, about in make_events.told(loan.lender) if kind == "reply.received"]
    assert about == {
        "reply_id": reply.pk,
        "message_id": None,
        "channel": "sms",
        "intent": reply.intent,
        "suppressed": False,
        "needs_reading": True,
        "asks": False,
        "customer_no": loan.customer.customer_no,
    }
    assert "法院" not in str(make_events.told(loan.lender))


def test_an_answer_to_a_text_is_told_to_its_lender_alone(loan: Loan, now: datetime) -> None:
    other = make.loan(customer=loan.customer)
    make_events.destination(other.lender)
    message = make_outbox.message(loan=loan)
    make_inbox.reply("好的", customer=loan.customer, at=now)
    Reply.objects.create(
        address_hash=b"x",
        customer=loan.customer,
        answers=message,
        text="好",
        intent="other",
        received_at=now,
    )
    ours, theirs = (
        [about["message_id"] for kind, about in make_events.told(each) if kind == "reply.received"]
        for each in (loan.lender, other.lender)
    )
    assert (ours, theirs) == ([None, message.pk], [None])


def test_an_opt_out_is_told_to_every_lender_of_the_number(loan: Loan, now: datetime) -> None:
    other = make.loan(customer=loan.customer)
    make_events.destination(other.lender)
    point = ContactPoint.objects.get(customer=loan.customer)
    stop = {"channel": point.channel, "address_hash": bytes(point.address_hash)}
    made, _new = suppression.suppress(**stop, kind="opt_out", source="reply:1", now=now)
    suppression.suppress(**stop, kind="opt_out", source="reply:2", now=now)
    suppression.suppress(**stop, kind="wrong_party", source="reply:3", now=now)
    for _asks_then_lifts in range(2):
        suppression.lift(made, by=make.staff("supervisor"), evidence="asked for it", now=now)
    for lender in (loan.lender, other.lender):
        told = make_events.told(lender)
        assert [(kind, about["kind"]) for kind, about in told] == [
            ("suppression.entered", "opt_out"),
            ("suppression.entered", "wrong_party"),
            ("suppression.lifted", "wrong_party"),
        ]
        assert {about["customer_no"] for _kind, about in told} == {loan.customer.customer_no}


def test_a_promise_is_told_when_made_and_when_it_ends(loan: Loan, now: datetime) -> None:
    promise = make_care.promise(now=now, loan=loan)
    Promise.objects.filter(pk=promise.pk).update(state="kept", ended_at=now, judged_at=now)
    told = [each for each in make_events.told(loan.lender) if each[0].startswith("promise")]
    assert [(kind, about["state"]) for kind, about in told] == [
        ("promise.made", "open"),
        ("promise.ended", "kept"),
    ]
    assert {about["loan_no"] for _kind, about in told} == {loan.loan_no}


def test_a_complaint_is_told_when_opened_and_when_answered(loan: Loan, now: datetime) -> None:
    complaint = make_complaints.resolved(now, customer=loan.customer)
    told = [each for each in make_events.told(loan.lender) if each[0].startswith("complaint")]
    assert [(kind, about["state"], about["outcome"]) for kind, about in told] == [
        ("complaint.opened", "open", None),
        ("complaint.answered", "resolved", "upheld"),
    ]
    assert {about["complaint_no"] for _kind, about in told} == {complaint.number}


def test_repayments_are_told_each_to_its_lender(loan: Loan, now: datetime) -> None:
    other = make.loan()
    rows = [
        Repayment(reference=f"r{n}", loan=each, paid_on=now.date(), amount=n, recorded_at=now)
        for n, each in enumerate((loan, loan, other), start=1)
    ]
    Repayment.objects.bulk_create(rows)
    told = make_events.told(loan.lender)
    assert [(about["reference"], about["taken_back"]) for _kind, about in told] == [
        ("r1", False),
        ("r2", False),
    ]
    assert {about["loan_no"] for _kind, about in told} == {loan.loan_no}
    assert make_events.told(other.lender) == []


def test_nothing_of_a_person_is_in_an_event(loan: Loan, now: datetime) -> None:
    hold(loan.customer, now)
    make_complaints.resolved(now, customer=loan.customer)
    make_care.promise(now=now, loan=loan)
    point = ContactPoint.objects.get(customer=loan.customer)
    said = str(make_events.told(loan.lender))
    assert loan.customer.name not in said
    assert point.address not in said
    for text in ("来电", "一天两条", "致歉"):
        assert text not in said


def test_nobody_writes_an_event_by_hand(loan: Loan) -> None:
    with pytest.raises(Error, match="events are written by what happens"), transaction.atomic():
        connection.cursor().execute(
            "SELECT huancui_tell_all('hold.placed', ARRAY[now()], ARRAY['{}'::jsonb], ARRAY[%s],"
            " NULL)",
            [loan.lender_id],
        )


_FORGED = """
CREATE FUNCTION pg_temp.forge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM huancui_tell('repayment.recorded', now(), '{"reference": "made up"}', of_loan => LOAN);
    RETURN NULL;
END $$;
CREATE TEMPORARY TABLE mine (id int);
CREATE TRIGGER forge AFTER INSERT ON mine FOR EACH ROW EXECUTE FUNCTION pg_temp.forge();
INSERT INTO mine VALUES (1)
"""
_BORROWED = """
CREATE TEMPORARY TABLE mine (LIKE accounts_repayment);
CREATE TRIGGER forge AFTER INSERT ON mine REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION OURS();
INSERT INTO mine (id, loan_id, reference, paid_on, recorded_at)
VALUES (1, LOAN, 'made up', now(), now())
"""
_OURS = """
SELECT p.oid::regproc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
WHERE t.tgrelid = 'accounts_repayment'::regclass AND p.prosrc LIKE '%repayment.recorded%'
"""


@pytest.mark.parametrize("role", [WEB, WORKER])
@pytest.mark.parametrize("way", [_FORGED, _BORROWED])
def test_no_trigger_on_a_table_of_ones_own_writes_an_event(loan: Loan, role: str, way: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_OURS)
        ours = cursor.fetchone()[0]
    act = way.replace("LOAN", str(loan.pk)).replace("OURS", ours)
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with as_role(role), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act)
    assert not Event.objects.exists()
