"""More time for an answer: for a reason, by another person, 60 days at the very most."""

from datetime import date, datetime, timedelta

import pytest
from django.db import Error, transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from accounts.errors import Refused
from accounts.models import User
from feedback.complaints import extensions
from feedback.complaints.clocks import answer_figures
from feedback.models import Complaint, ComplaintClock, ComplaintExtension
from messaging.policy import profiles
from tests import make
from tests.make_complaints import close, days_off, logged

pytestmark = pytest.mark.django_db
CN = profiles.load("cn")
REASON = "需向支付机构调取记录"


def asked(complaint: Complaint, now: datetime, by: User | None = None) -> ComplaintExtension:
    return extensions.ask_for_extension(
        complaint, reason=REASON, by=by or make.staff("agent"), now=now
    )


def test_a_complex_one_has_thirty_days_for_a_reason(now: datetime) -> None:
    complaint = logged(now)
    agent = make.staff("agent")
    with pytest.raises(Refused):
        extensions.mark_complex(complaint, reason=" ", by=agent, now=now)
    marked = extensions.mark_complex(complaint, reason=REASON, by=agent, now=now)
    assert marked.due_on == date(2026, 10, 15)
    event = complaint.events.get(what="complex")
    assert event.note == REASON


def test_the_last_day_is_the_lender_s(now: datetime) -> None:
    customer = make.customer()
    make.loan(lender=make.lender(timezone="Pacific/Auckland"), customer=customer)
    complaint = logged(now, customer=customer)  # due on the 30th
    after = now.replace(hour=14) + timedelta(days=15)  # 02:00 of the 1st in Auckland
    with pytest.raises(Refused):
        asked(complaint, after)


def test_an_approved_extension_gives_thirty_days_more(now: datetime) -> None:
    extended = extensions.approve_extension(
        asked(logged(now), now), by=make.staff("supervisor"), now=now
    )
    assert extended.due_on == date(2026, 10, 30)
    clock = ComplaintClock.objects.latest("pk")
    assert clock.figures == {"complaint_days": 15, "complaint_extension_days": 30}


@pytest.mark.parametrize("complex_first", [True, False])
def test_complex_and_extended_is_sixty_days_in_either_order(
    now: datetime, complex_first: bool
) -> None:
    complaint, agent = logged(now), make.staff("agent")
    if complex_first:
        extensions.mark_complex(complaint, reason=REASON, by=agent, now=now)
    extensions.approve_extension(asked(complaint, now), by=make.staff("supervisor"), now=now)
    if not complex_first:
        extensions.mark_complex(complaint, reason=REASON, by=agent, now=now)
    complaint.refresh_from_db()
    assert complaint.due_on == complaint.next_due_on == date(2026, 11, 14)


def test_a_holiday_rolls_the_extended_day_as_well(now: datetime) -> None:
    days_off(date(2026, 10, 30), days=3, now=now)
    extended = extensions.approve_extension(
        asked(logged(now), now), by=make.staff("supervisor"), now=now
    )
    assert extended.due_on == date(2026, 11, 2)


def test_who_asked_does_not_approve(now: datetime) -> None:
    supervisor = make.staff("supervisor", also="agent")  # one who may do both
    request = asked(logged(now), now, by=User.objects.get(pk=supervisor.pk))
    with pytest.raises(Refused):
        extensions.approve_extension(request, by=supervisor, now=now)


def test_the_database_refuses_an_extension_approved_by_who_asked(now: datetime) -> None:
    request = asked(logged(now), now)
    with pytest.raises(Error, match="an_extension_needs_a_second_person"), transaction.atomic():
        ComplaintExtension.objects.filter(pk=request.pk).update(
            state="approved", decided_by=request.requested_by, decided_at=now
        )


def test_the_database_refuses_a_clock_extended_without_an_approval(now: datetime) -> None:
    complaint = logged(now)
    request = asked(complaint, now)
    clock = complaint.clocks.get()
    clock.pk, clock.because, clock.extension = None, "extended", request
    clock.days, clock.nominal_on = 45, clock.starts_on + timedelta(days=45)
    clock.due_on = clock.nominal_on
    with pytest.raises(Error, match="four eyes"), transaction.atomic():
        clock.save(force_insert=True)


def test_the_database_refuses_more_than_sixty_days_and_a_day_too_early(now: datetime) -> None:
    clock = logged(now).clocks.get()
    clock.pk, clock.days = None, 61
    clock.nominal_on = clock.due_on = clock.starts_on + timedelta(days=61)
    with pytest.raises(Error, match="an_answer_takes_60_days_at_most"), transaction.atomic():
        clock.save(force_insert=True)
    clock.days, clock.due_on = 61, clock.nominal_on - timedelta(days=1)
    with pytest.raises(Error, match="never before"), transaction.atomic():
        clock.save(force_insert=True)


def test_an_agent_does_not_approve(now: datetime) -> None:
    with pytest.raises(Refused):
        extensions.approve_extension(asked(logged(now), now), by=make.staff("agent"), now=now)


def test_a_second_request_is_refused_while_one_waits_or_was_approved(now: datetime) -> None:
    complaint = logged(now)
    request = asked(complaint, now)
    with pytest.raises(Refused):
        asked(complaint, now)
    extensions.approve_extension(request, by=make.staff("supervisor"), now=now)
    with pytest.raises(Refused):
        asked(complaint, now)


def test_after_a_refusal_with_its_reason_one_may_ask_again(now: datetime) -> None:
    complaint, boss = logged(now), make.staff("supervisor")
    request = asked(complaint, now)
    with pytest.raises(Refused):
        extensions.refuse_extension(request, reason="", by=boss, now=now)
    refused = extensions.refuse_extension(request, reason="资料已齐", by=boss, now=now)
    assert refused.due_on == date(2026, 9, 30)
    assert asked(complaint, now).state == "requested"


def test_a_request_is_decided_once(now: datetime) -> None:
    request, boss = asked(logged(now), now), make.staff("supervisor")
    extensions.approve_extension(request, by=boss, now=now)
    with pytest.raises(Refused):
        extensions.refuse_extension(request, reason="改主意", by=boss, now=now)
    with pytest.raises(Error, match="decided once"), transaction.atomic():
        ComplaintExtension.objects.filter(pk=request.pk).update(state="refused")


def test_a_missed_deadline_is_not_moved_afterwards(now: datetime) -> None:
    complaint = logged(now)
    request = asked(complaint, now)
    late = now + timedelta(days=16)
    with pytest.raises(Refused):
        extensions.approve_extension(request, by=make.staff("supervisor"), now=late)
    with pytest.raises(Refused):
        extensions.mark_complex(complaint, reason=REASON, by=make.staff("agent"), now=late)


def test_an_answered_one_gets_no_more_time(now: datetime) -> None:
    complaint = logged(now)
    close(complaint, now)
    with pytest.raises(Refused):
        asked(complaint, now)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 90), st.integers(1, 90), st.integers(0, 90), st.booleans(), st.booleans())
def test_whatever_a_policy_says_the_days_add_up_to_sixty_at_most(
    simple: int, hard: int, more: int, is_complex: bool, extended: bool
) -> None:
    from dataclasses import replace

    policy = replace(
        CN, complaint_days=simple, complaint_complex_days=hard, complaint_extension_days=more
    )
    days = sum(answer_figures(policy, is_complex=is_complex, extended=extended).values())
    base = sum(answer_figures(policy, is_complex=is_complex, extended=False).values())
    assert 1 <= base <= days <= 60
