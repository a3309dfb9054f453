"""Each check finds what was planted for it, past every trigger, and nothing else."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from accounts.models import Consent, Hold, Repayment
from messaging.models import CandidateLoan, Decision, Message, Run, Stop, Suppression
from messaging.policy.calendar import CalendarDay
from tests import make, make_calendar, make_runs
from tests.messaging.report import sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(now: datetime) -> Run:
    return sent.a_day(now)


def shanghai(hour: int, minute: int = 0, second: int = 0, *, day: int = 15) -> datetime:
    return datetime(2026, 9, day, hour, minute, second, tzinfo=UTC) - timedelta(hours=8)


def test_a_hand_over_at_night(run: Run, now: datetime) -> None:
    message = sent.first()
    sent.moved(message, shanghai(22))

    check = sent.report(now).check("quiet_hours")

    assert (f"message:{message.pk}", "outside_the_window") in sent.found(check)
    assert check.violation_count == 1


@pytest.mark.parametrize("at", [shanghai(7, 59, 59), shanghai(22), shanghai(3)])
def test_windows_are_half_open(run: Run, now: datetime, at: datetime) -> None:
    sent.moved(sent.first(), at)
    assert "outside_the_window" in sent.codes(sent.report(now).check("quiet_hours"))


def test_the_first_second_is_inside(run: Run, now: datetime) -> None:
    sent.moved(sent.first(), shanghai(8))
    check = sent.report(now).check("quiet_hours")
    assert check.holds
    assert check.figures["least_margin_since_start"]["seconds"] == 0


def test_a_second_zone_that_was_asleep(run: Run, now: datetime) -> None:
    message = sent.first()
    customer = message.customer
    assert customer is not None
    customer.timezones = ["Asia/Shanghai", "America/New_York"]
    customer.save(update_fields=["timezones"])
    for decision in Decision.objects.filter(candidate=message.candidate):
        sent.falsify(decision, facts={**decision.facts, "zones": customer.timezones})

    check = sent.report(now).check("quiet_hours")

    assert sent.found(check) == {(f"message:{message.pk}", "outside_the_window")}


def test_zones_that_changed_since_are_for_a_person_to_look_at(run: Run, now: datetime) -> None:
    customer = sent.first().customer
    assert customer is not None
    customer.timezones = ["America/New_York"]
    customer.save(update_fields=["timezones"])

    check = sent.report(now).check("quiet_hours")

    assert check.holds
    assert [doubt.what for doubt in check.doubtful] == ["zones_changed"]


def test_a_permit_that_outlasts_its_window(run: Run, now: datetime) -> None:
    message = sent.first()
    sent.falsify(message.attempts.get(), permit_until=shanghai(21, 59, 59))
    sent.falsify(message, permit_until=shanghai(21, 59, 59))

    assert sent.codes(sent.report(now).check("quiet_hours")) == {"permit_too_long"}


def test_a_hand_over_after_its_permit(run: Run, now: datetime) -> None:
    message = sent.first()
    sent.falsify(message.attempts.get(), permit_until=now)
    sent.falsify(message, permit_until=now)

    assert sent.codes(sent.report(now).check("quiet_hours")) == {"begun_after_its_permit"}


def test_a_hand_over_a_crash_left_without_an_attempt(run: Run, now: datetime) -> None:
    message = sent.first()
    with sent.untrusted("messaging_attempt"):
        message.attempts.all().delete()
    at = shanghai(23)
    sent.falsify(message, handed_over_at=at, permit_until=at + timedelta(seconds=60))

    check = sent.report(now).check("quiet_hours")

    assert check.checked == 3
    assert (f"message:{message.pk}", "outside_the_window") in sent.found(check)


def test_a_night_with_consent_and_one_after_its_end(run: Run, now: datetime) -> None:
    message = sent.first()
    customer, person = message.customer, make.staff("agent")
    sent.moved(message, shanghai(23))
    consent = Consent.objects.create(
        customer=customer,
        kind="night_contact",
        via="call",
        given_at=shanghai(12),
        evidence="x",
        recorded_by=person,
    )
    assert "outside_the_window" in sent.codes(sent.report(now).check("quiet_hours"))
    sent.falsify(consent, confirmed_by=make.staff("agent"), confirmed_at=shanghai(13))
    check = sent.report(now).check("quiet_hours")
    assert check.holds
    assert check.figures["at_night_by_consent"] == 1

    sent.falsify(consent, revoked_at=shanghai(20), revocation="x")
    assert "outside_the_window" in sent.codes(sent.report(now).check("quiet_hours"))


def test_a_holiday_where_holidays_are_quiet(now: datetime) -> None:
    """Sydney: 09:30 to 21:00 on a weekday; the day turns out to be a holiday."""
    at = datetime(2026, 9, 15, 8, 30, tzinfo=UTC)  # 18:30 in Sydney
    make_calendar.year("AU", 2026)
    lender = make_runs.ready_lender(profile="au", timezone="Australia/Sydney")
    customer = make.customer(timezones=["Australia/Sydney"])
    make.loan(lender=lender, dpd=5, as_of=at, customer=customer)
    sent.a_day(at, texts=0, lender=lender)
    assert sent.report(at).check("quiet_hours").checked == 1
    assert sent.report(at).check("quiet_hours").holds

    holiday = CalendarDay(date(2026, 9, 15), False, "Test Day")
    make_calendar.year("AU", 2026, [holiday], now=at)

    assert sent.codes(sent.report(at).check("quiet_hours")) == {"closed_day"}


def test_a_hand_over_nobody_decided_for(run: Run, now: datetime) -> None:
    message = sent.first()
    with sent.untrusted("messaging_decision"), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM messaging_decision WHERE candidate_id = %s", [message.candidate_id]
        )
    report = sent.report(now)
    assert sent.codes(report.check("quiet_hours")) == {"no_decision_to_send"}
    assert sent.codes(report.check("candidates")) == {"without_a_decision"}


def second_text(message: Message, at: datetime, **columns: Any) -> Message:
    """Another message of the same run to the same customer, unless said otherwise."""
    values = {
        field.attname: getattr(message, field.attname)
        for field in Message._meta.concrete_fields
        if field.attname not in ("id", "candidate_id")
    }
    moment = {"claimed_at": at, "handed_over_at": at, "permit_until": at + timedelta(seconds=60)}
    return Message.objects.create(**{**values, **moment, **columns})


def test_two_texts_on_one_day(run: Run, now: datetime) -> None:
    other = second_text(sent.first(), now + timedelta(hours=1))

    report = sent.report(now)

    caps = report.check("caps")
    about = f"message:{other.pk}"
    assert sent.found(caps) == {(about, "cap_customer"), (about, "cap_address")}
    assert max(row["most"] for row in caps.figures["most"]) == 2
    assert sent.found(report.check("minimum_gap")) == {
        (about, "gap_customer"),
        (about, "gap_address"),
    }


def test_two_customers_who_share_a_number(run: Run, now: datetime) -> None:
    message = sent.first()
    other = make.customer(phone=None)
    second_text(message, now + timedelta(hours=25), customer_id=other.pk)

    report = sent.report(now, until=now + timedelta(days=2))
    assert report.check("caps").holds

    second_text(message, now + timedelta(hours=26), customer_id=make.customer(phone=None).pk)
    report = sent.report(now, until=now + timedelta(days=2))
    assert sent.codes(report.check("caps")) == {"cap_address"}


def test_the_fourth_text_in_seven_days(run: Run, now: datetime) -> None:
    message = sent.first()
    for days in (1, 2):
        second_text(message, now + timedelta(days=days))
    a_week = {"until": now + timedelta(days=10)}
    assert sent.report(now, **a_week).check("caps").holds

    second_text(message, now + timedelta(days=7))  # the first one is a week ago: allowed
    assert sent.report(now, **a_week).check("caps").holds

    fifth = second_text(message, now + timedelta(days=8))
    second_text(message, now + timedelta(days=7, hours=-25))
    found = sent.report(now, **a_week).check("caps")
    assert sent.codes(found) == {"cap_customer", "cap_address"}
    assert f"message:{fifth.pk}" in {about for about, _what in sent.found(found)}


def test_contacts_before_the_period_count(run: Run, now: datetime) -> None:
    message = sent.first()
    second_text(message, now + timedelta(hours=23))

    report = sent.report(now, since=now + timedelta(hours=1), until=now + timedelta(days=2))

    assert sent.codes(report.check("minimum_gap")) == {"gap_customer", "gap_address"}


def suppress(message: Message, at: datetime) -> Suppression:
    return Suppression.objects.create(
        channel="sms", address_hash=message.address_hash, kind="opt_out", source="test", at=at
    )


def test_a_hand_over_after_an_opt_out(run: Run, now: datetime) -> None:
    message = sent.first()
    suppress(message, now - timedelta(minutes=1))

    assert sent.found(sent.report(now).check("opt_outs")) == {
        (f"message:{message.pk}", "after_suppression")
    }


def test_what_was_on_the_wire_at_that_moment_is_only_counted(run: Run, now: datetime) -> None:
    suppress(sent.first(), now - timedelta(seconds=1))

    check = sent.report(now).check("opt_outs")

    assert check.holds
    assert check.figures["in_the_same_moment"] == 1


def test_an_opt_out_later_or_lifted_before_is_none(run: Run, now: datetime) -> None:
    first, second, _third = Message.objects.order_by("pk")
    suppress(first, now + timedelta(seconds=1))
    lifted = suppress(second, now - timedelta(days=1))
    sent.falsify(
        lifted,
        lifted_at=now - timedelta(hours=1),
        lift_asked_by=make.staff("supervisor"),
        lifted_by=make.staff("supervisor"),
        lift_evidence="x",
    )

    assert sent.report(now).check("opt_outs").holds


def test_a_hand_over_during_a_hold(run: Run, now: datetime) -> None:
    message = sent.first()
    Hold.objects.create(
        customer=message.customer,
        kind="hardship",
        reason="x",
        source="test",
        starts_at=now - timedelta(hours=1),
    )

    assert sent.found(sent.report(now).check("holds")) == {(f"message:{message.pk}", "after_hold")}


def test_a_hand_over_about_a_loan_that_was_held(run: Run, now: datetime) -> None:
    message, other = Message.objects.order_by("pk")[:2]
    for text, named in ((message, True), (other, False)):
        (told,) = CandidateLoan.objects.filter(candidate=text.candidate_id)
        held = told.loan if named else make.loan(customer=text.customer, lender=run.lender)
        Hold.objects.create(
            customer=text.customer,
            loan=held,
            kind="dispute",
            reason="x",
            source="test",
            starts_at=now - timedelta(hours=1),
        )
    assert sent.found(sent.report(now).check("holds")) == {(f"message:{message.pk}", "after_hold")}

    CandidateLoan.objects.filter(candidate=message.candidate_id).update(left_out=True)
    assert sent.report(now).check("holds").holds


def test_a_hand_over_under_a_stop_of_any_kind(run: Run, now: datetime) -> None:
    message = sent.first()
    version = message.template_version
    assert version is not None
    covered = {
        "all": None,
        "lender": run.lender_id,
        "run": run.pk,
        "template": version.template_id,
        "version": version.pk,
        "gateway": message.gateway_id,
    }
    begun = now - timedelta(hours=1)
    lifted = {
        "lift_asked_by": make.staff("supervisor"),
        "lift_asked_at": begun,
        "lift_reason": "x",
        "lifted_by": make.staff("supervisor"),
    }
    for scope, which in covered.items():
        stop = Stop.objects.create(scope=scope, object_id=which, reason="x", at=begun)
        check = sent.report(now).check("stops")
        assert (f"message:{message.pk}", "after_stop") in sent.found(check), scope
        assert check.checked == 3

        sent.falsify(stop, **lifted, lifted_at=now - timedelta(minutes=1))
        assert sent.report(now).check("stops").holds, scope
    Stop.objects.create(scope="lender", object_id=make.lender(code="x").pk, reason="x", at=begun)
    Stop.objects.create(scope="all", object_id=None, reason="x", at=now + timedelta(minutes=5))
    assert sent.report(now).check("stops").holds


def test_a_text_about_what_had_been_repaid(run: Run, now: datetime) -> None:
    message = sent.first()
    (told,) = CandidateLoan.objects.filter(candidate=message.candidate_id)
    at = now + timedelta(hours=1)
    sent.moved(message, at)
    half = told.amount_due / 2

    def paid(reference: str, recorded_at: datetime, *, days_before: int = 0) -> None:
        Repayment.objects.create(
            loan=told.loan,
            reference=reference,
            paid_on=make.DAY - timedelta(days=days_before),
            amount=told.amount_due if days_before else half,
            recorded_at=recorded_at,
        )

    paid("a", now + timedelta(minutes=10))
    paid("after", at + timedelta(minutes=10))
    paid("long in the figures", now + timedelta(minutes=15), days_before=2)
    assert sent.report(now).check("repaid").holds

    paid("b", now + timedelta(minutes=20))
    check = sent.report(now).check("repaid")
    assert sent.found(check) == {(f"message:{message.pk}", "after_repayment")}
    assert check.checked == 3

    sent.falsify(run, released_at=now + timedelta(minutes=15))
    check = sent.report(now).check("repaid")  # the first may be in the amount already
    assert check.holds
    assert [doubt.what for doubt in check.doubtful] == ["figures_renewed_since"]
