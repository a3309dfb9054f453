"""What a decision sees, read for sets of customers."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.contact import consents
from accounts.holds import service as holds
from accounts.models import Lender, Loan
from accounts.models.consent import Consent
from messaging.decisions.facts.batch_context import Frame, read_frame
from messaging.decisions.facts.gather import gather
from messaging.decisions.facts.rows import Gathered, StagedLoan, Subject
from messaging.models import Gateway, Message, Reply, Stop, Suppression, TemplateVersion, in_force
from messaging.planning.service import plan
from messaging.policy.calendar import CalendarDay
from messaging.policy.facts_json import read_facts, write_facts
from tests import make, make_calendar, make_outbox, make_runs, make_stops

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready() -> Lender:
    return make_runs.ready_lender()


def frame_of(lender: Lender, now: datetime) -> Frame:
    return read_frame(lender=lender, policy=in_force.policy(lender, now)[1], now=now)


def subject_of(loan: Loan, **columns: object) -> Subject:
    version = TemplateVersion.objects.get(template__stage="dpd-4-7", template__tone="gentle")
    subject = Subject(
        customer_id=loan.customer_id,
        loans=(StagedLoan(loan.pk, "dpd-4-7", 0),),
        template_version_id=version.pk,
        language="zh-hans",
    )
    return replace(subject, **columns)  # type: ignore[arg-type]


def gathered(loan: Loan, lender: Lender, now: datetime, **columns: object) -> Gathered:
    return gather([subject_of(loan, **columns)], frame_of(lender, now))[0]


def sent(
    loan: Loan, now: datetime, *, at: datetime, state: str = "delivered", **columns: object
) -> Message:
    """A message about this loan, planned today, that left at that moment."""
    run = plan(lender=loan.lender, day=make.DAY, by=None, now=now)
    candidate = run.candidates.get(customer=loan.customer)
    return make_runs.message(run, state=state, at=at, candidate=candidate, **columns)


def test_facts_and_text_come_from_the_ledger_as_it_is(ready: Lender, now: datetime) -> None:
    loan = make.loan(lender=ready)
    found = gathered(loan, ready, now)
    assert found.facts.loans[0].amount_due == loan.amount_due
    assert found.facts.zones == ("Asia/Shanghai",)
    assert found.text is not None
    assert found.text.text.startswith("【安和消费金融】王小明先生您好")
    assert "1,234.56元" in found.text.text
    assert "5天" in found.text.text


def test_facts_hold_no_personal_data(ready: Lender, now: datetime) -> None:
    loan = make.loan(lender=ready, customer=make.customer(name="欧阳独一"))
    assert "欧阳" not in repr(gathered(loan, ready, now).facts)


def test_a_paid_loan_leaves_nothing_to_say(ready: Lender, now: datetime) -> None:
    found = gathered(make.loan(lender=ready, amount_due=0), ready, now)
    assert found.text is None
    assert found.facts.template.renders


def test_what_a_text_lacks_is_named(ready: Lender, now: datetime) -> None:
    found = gathered(make.loan(lender=ready, product=""), ready, now)
    assert found.text is None
    assert found.facts.template.missing == ("product",)


def test_the_newest_active_address_is_chosen(ready: Lender, now: datetime) -> None:
    person = make.customer()
    newer = make.contact_point(
        customer=person, address=make.sandbox_phone(), seen_at=make.MORNING + timedelta(hours=1)
    )
    make.contact_point(
        customer=person,
        address=make.sandbox_phone(),
        seen_at=make.MORNING + timedelta(hours=2),
        state="wrong_party",
    )
    found = gathered(make.loan(lender=ready, customer=person), ready, now)
    assert found.point.id == newer.pk


def test_a_contact_person_is_passed_over_for_the_debtor(ready: Lender, now: datetime) -> None:
    person = make.customer()
    make.contact_point(
        customer=person,
        address=make.sandbox_phone(),
        role="contact_person",
        seen_at=make.MORNING + timedelta(hours=1),
    )
    assert gathered(make.loan(lender=ready, customer=person), ready, now).point.role == "debtor"


def test_without_a_usable_address_the_newest_says_why(ready: Lender, now: datetime) -> None:
    person = make.customer()
    person.contact_points.update(state="unreachable")
    found = gathered(make.loan(lender=ready, customer=person), ready, now)
    assert found.facts.contact_point.state == "unreachable"


def test_at_the_claim_the_planned_address_is_judged_as_it_is_now(
    ready: Lender, now: datetime
) -> None:
    person = make.customer()
    planned = person.contact_points.get()
    person.contact_points.update(state="wrong_party")
    make.contact_point(customer=person, address=make.sandbox_phone())
    loan = make.loan(lender=ready, customer=person)
    found = gathered(loan, ready, now, contact_point_id=planned.pk)
    assert (found.point.id, found.facts.contact_point.state) == (planned.pk, "wrong_party")


def test_a_suppression_counts_on_its_own_channel_only(ready: Lender, now: datetime) -> None:
    person = make.customer()
    address_hash = person.contact_points.get().address_hash
    loan = make.loan(lender=ready, customer=person)
    common = {"address_hash": address_hash, "kind": "opt_out", "source": "t", "at": now}
    Suppression.objects.create(channel="email", **common)
    assert gathered(loan, ready, now).facts.suppression is None
    Suppression.objects.create(channel="sms", **common)
    assert gathered(loan, ready, now).facts.suppression == "opt_out"


def test_holds_that_ended_do_not_count(ready: Lender, now: datetime) -> None:
    loan = make.loan(lender=ready)
    about = {"customer": loan.customer, "source": "t", "reason": "r"}
    ended = holds.place(kind="manual", now=now, **about)
    holds.release(ended, by=None, reason="over", now=now)
    long_ago = now - timedelta(days=3)
    holds.place(kind="promise", now=long_ago, until=now - timedelta(days=1), **about)
    standing = holds.place(kind="complaint", now=now, **about)
    assert [hold.id for hold in gathered(loan, ready, now).facts.holds] == [standing.pk]


def test_a_night_consent_counts_once_confirmed_and_until_revoked(
    ready: Lender, now: datetime
) -> None:
    loan = make.loan(lender=ready)
    consent = Consent.objects.create(
        customer=loan.customer,
        kind="night_contact",
        via="call",
        given_at=now,
        evidence="call",
        recorded_by=make.staff("agent"),
    )
    assert not gathered(loan, ready, now).facts.night_consent
    consents.confirm(consent, by=make.staff("agent"), now=now)
    assert gathered(loan, ready, now).facts.night_consent
    Consent.objects.filter(pk=consent.pk).update(revoked_at=now, revocation="call")
    assert not gathered(loan, ready, now).facts.night_consent


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ({}, date(2026, 9, 15)),
        ({"suppressed": True}, None),  # stopped the number, or disowned it
        ({"customer": None}, None),  # nobody knows whose reply it is
        ({"channel": "wechat"}, None),
    ],
)
def test_a_text_from_the_number_confirms_it_where_a_policy_asks(
    ready: Lender, now: datetime, reply: dict[str, object], expected: date | None
) -> None:
    loan = make.loan(lender=ready)
    point = loan.customer.contact_points.get()
    Reply.objects.create(
        **{
            "channel": "sms",
            "address_hash": point.address_hash,
            "customer": loan.customer,
            "text": "x",
            "intent": "other",
            "received_at": now,
            **reply,
        }
    )
    assert gathered(loan, ready, now).facts.contact_point.confirmed_on is None
    make_outbox.policy(ready, number_fresh_days=60)
    assert gathered(loan, ready, now).facts.contact_point.confirmed_on == expected


def test_a_later_confirmation_by_a_colleague_counts_more_than_an_older_text(
    ready: Lender, now: datetime
) -> None:
    loan = make.loan(lender=ready)
    make_outbox.policy(ready, number_fresh_days=60)
    loan.customer.contact_points.update(confirmed_on=date(2026, 9, 14), confirmed_through="import")
    assert gathered(loan, ready, now).facts.contact_point.confirmed_on == date(2026, 9, 14)


def test_contacts_are_told_apart_by_customer_and_address(ready: Lender, now: datetime) -> None:
    """Two customers with one number: a text to one counts at the address of the other."""
    number = make.sandbox_phone()
    first, second = make.customer(phone=number), make.customer(phone=number)
    loan, other = make.loan(lender=ready, customer=first), make.loan(lender=ready, customer=second)
    sent(loan, now, at=now)
    found = [gathered(each, ready, now).facts.contacts for each in (loan, other)]
    assert [[past.scope for past in contacts] for contacts in found] == [["both"], ["address"]]


@pytest.mark.parametrize(
    ("state", "counts"),
    [("claimed", 1), ("unknown", 1), ("undelivered", 1), ("cancelled", 0), ("queued", 0)],
)
def test_only_what_left_or_may_have_left_is_a_contact(
    ready: Lender, now: datetime, state: str, counts: int
) -> None:
    loan = make.loan(lender=ready)
    sent(loan, now, at=now, state=state, reason="x")
    facts = gathered(loan, ready, now).facts
    assert len(facts.contacts) == counts
    assert facts.loans[0].already_reminded == bool(counts)


@pytest.mark.parametrize("reason", ["receipt_came", "database_restored"])
def test_what_may_have_left_before_it_was_cancelled_is_one_too(
    ready: Lender, now: datetime, reason: str
) -> None:
    loan = make.loan(lender=ready)
    sent(loan, now, at=now, state="cancelled", reason=reason)
    facts = gathered(loan, ready, now).facts
    assert len(facts.contacts) == 1
    assert facts.loans[0].already_reminded


def test_a_message_is_no_contact_with_itself(ready: Lender, now: datetime) -> None:
    loan = make.loan(lender=ready)
    message = sent(loan, now, at=now, state="claimed")
    own = {"message_id": message.pk, "candidate_id": message.candidate_id}
    facts = gathered(loan, ready, now, **own).facts
    assert facts.contacts == ()
    assert not facts.loans[0].already_reminded


def test_contacts_older_than_the_longest_cap_are_not_read(ready: Lender, now: datetime) -> None:
    loan = make.loan(lender=ready)
    sent(loan, now, at=now - timedelta(days=31))
    assert gathered(loan, ready, now).facts.contacts == ()


@pytest.mark.parametrize("scope", ["all", "lender", "run", "template", "gateway"])
def test_a_stop_covers_what_it_names(ready: Lender, now: datetime, scope: str) -> None:
    loan = make.loan(lender=ready)
    version = TemplateVersion.objects.get(template__stage="dpd-4-7", template__tone="gentle")
    which = {
        "all": None,
        "lender": ready.pk,
        "run": 7,
        "template": version.template_id,
        "gateway": Gateway.objects.get().pk,
    }[scope]
    stop = Stop.objects.create(scope=scope, object_id=which, reason="r", at=now)
    assert gathered(loan, ready, now, run_id=7).facts.stops == (scope,)
    make_stops.lift(stop.pk, by=make.staff("supervisor"), now=now)
    assert gathered(loan, ready, now, run_id=7).facts.stops == ()


def test_a_stop_of_another_lender_does_not_cover(ready: Lender, now: datetime) -> None:
    Stop.objects.create(scope="lender", object_id=make.lender().pk, reason="r", at=now)
    assert gathered(make.loan(lender=ready), ready, now).facts.stops == ()


def test_without_a_gateway_in_force_there_are_no_classes(ready: Lender, now: datetime) -> None:
    Gateway.objects.update(open=False)
    assert gathered(make.loan(lender=ready), ready, now).facts.gateway_classes is None


def test_a_gateway_of_another_channel_carries_nothing_of_this_one(
    ready: Lender, now: datetime
) -> None:
    Gateway.objects.update(open=False)
    by_mail = make_outbox.gateway(channel="email")
    loan = make.loan(lender=ready)
    assert gathered(loan, ready, now).facts.gateway_classes is None
    assert gathered(loan, ready, now, channel="email").gateway_id == by_mail.pk


def test_the_calendar_carries_the_days_near_and_the_odd_ones_later(
    ready: Lender, now: datetime
) -> None:
    odd = make.DAY + timedelta(days=16)  # 1 October
    make_calendar.year("CN", 2026, [CalendarDay(odd, False, "国庆节")], now=now)
    days = [day.date for day in frame_of(ready, now).calendar]
    assert days == [*(make.DAY + timedelta(days=n) for n in range(-2, 3)), odd]
    assert frame_of(ready, now).calendar is frame_of(ready, now).calendar


def test_facts_survive_json(ready: Lender, now: datetime) -> None:
    loan = make.loan(lender=ready)
    sent(loan, now, at=now)
    holds.place(customer=loan.customer, kind="manual", reason="r", source="t", now=now)
    facts = gathered(loan, ready, now).facts
    assert read_facts(write_facts(facts)) == facts


def test_the_number_of_queries_does_not_grow_with_the_batch(ready: Lender, now: datetime) -> None:
    loans = [make.loan(lender=ready) for _ in range(12)]
    frame = frame_of(ready, now)
    subjects = [subject_of(loan) for loan in loans]
    with CaptureQueriesContext(connection) as one:
        gather(subjects[:1], frame)
    with CaptureQueriesContext(connection) as many:
        assert len(gather(subjects, frame)) == 12
    assert len(one) == len(many) == 8


def test_an_unknown_customer_gives_facts_all_the_same(ready: Lender, now: datetime) -> None:
    found = gathered(make.loan(lender=ready), ready, now, customer_id=None, loans=())
    assert found.customer is None
    assert found.facts.contact_point is None
