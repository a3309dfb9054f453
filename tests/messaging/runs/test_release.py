"""The life of a run after planning."""

from datetime import datetime, timedelta

import pytest

from accounts.errors import Refused
from accounts.models import User
from messaging.approval import fingerprints, steps
from messaging.authoring import lender_wordings
from messaging.models import Message, Run
from messaging.planning.service import plan
from messaging.runs import control, progress, release
from tests import make, make_runs

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(db: None) -> User:
    return make.staff("supervisor")


@pytest.fixture
def planned(now: datetime) -> Run:
    """Three to send, one without an address; planned by the schedule at 18:30."""
    lender = make_runs.ready_lender()
    for _ in range(3):
        make.loan(lender=lender)
    make.loan(lender=lender, customer=make.customer(phone=None))
    return plan(lender=lender, day=make.DAY, by=None, now=now)


@pytest.fixture
def released(planned: Run, boss: User, now: datetime) -> Run:
    return release.release(planned.pk, by=boss, now=now, expected_count=3)


def states(run: Run) -> list[str]:
    return sorted(Message.objects.filter(run=run).values_list("state", flat=True))


def test_releasing_queues_one_message_per_candidate_to_send(
    planned: Run, boss: User, now: datetime
) -> None:
    run = release.release(planned.pk, by=boss, now=now, expected_count=3)
    assert (run.state, run.released_by, run.released_at) == ("released", boss, now)
    assert states(run) == ["queued"] * 3
    message = Message.objects.filter(run=run).first()
    assert message is not None
    assert message.not_before == now
    assert bytes(message.address_hash) == bytes(message.candidate.address_hash)
    assert message.contact_point == message.candidate.contact_point
    assert message.content_class == "collection_service"


def test_who_planned_it_does_not_release_it(boss: User, now: datetime) -> None:
    lender = make_runs.ready_lender()
    make.loan(lender=lender)
    run = plan(lender=lender, day=make.DAY, by=boss, now=now)
    with pytest.raises(Refused):
        release.release(run.pk, by=boss, now=now, expected_count=1)
    assert states(run) == []


def test_who_is_not_trained_does_not_release(planned: Run, now: datetime) -> None:
    untrained = make.staff("supervisor", trained=False)
    with pytest.raises(Refused):
        release.release(planned.pk, by=untrained, now=now, expected_count=3)


def test_a_collector_does_not_release(planned: Run, now: datetime) -> None:
    with pytest.raises(Refused):
        release.release(planned.pk, by=make.staff("collector"), now=now, expected_count=3)


def test_a_plan_that_changed_since_it_was_seen_is_not_released(
    planned: Run, boss: User, now: datetime
) -> None:
    with pytest.raises(Refused):
        release.release(planned.pk, by=boss, now=now, expected_count=2)
    planned.refresh_from_db()
    assert planned.state == "planned"


def test_a_run_is_released_once(released: Run, now: datetime) -> None:
    with pytest.raises(Refused):
        release.release(released.pk, by=make.staff("supervisor"), now=now, expected_count=3)
    assert len(states(released)) == 3


def test_yesterdays_run_is_not_released(planned: Run, boss: User, now: datetime) -> None:
    with pytest.raises(Refused):
        release.release(planned.pk, by=boss, now=now + timedelta(days=1), expected_count=3)


def test_who_waits_for_the_evening_is_queued_for_the_evening(boss: User) -> None:
    lender = make_runs.ready_lender()
    make.loan(lender=lender)
    run = plan(lender=lender, day=make.DAY, by=None, now=make.MORNING)
    release.release(run.pk, by=boss, now=make.MORNING, expected_count=1)
    message = Message.objects.get()
    assert message.not_before.isoformat() == "2026-09-15T10:00:00+00:00"
    assert not message.send_at_once


def test_sent_at_once_does_not_wait_for_the_evening_but_for_the_morning(boss: User) -> None:
    lender = make_runs.ready_lender()
    make.loan(lender=lender, dpd=5)
    night = make.MORNING - timedelta(hours=1)  # 07:30
    run = plan(lender=lender, day=make.DAY, by=None, now=make.MORNING)
    release.release(run.pk, by=boss, now=night, expected_count=1, send_at_once=True)
    message = Message.objects.get()
    assert message.not_before.isoformat() == "2026-09-15T00:00:00+00:00"  # 08:00
    assert message.send_at_once


def test_a_gap_between_two_texts_is_kept_even_when_sent_at_once(boss: User, now: datetime) -> None:
    lender = make_runs.ready_lender()
    loan = make.loan(lender=lender, dpd=0)
    yesterday = plan(lender=lender, day=make.DAY, by=None, now=now)
    make_runs.message(yesterday, state="delivered", at=now)
    morning = make.MORNING + timedelta(days=1)
    type(loan).objects.update(as_of=morning)
    run = plan(lender=lender, day=make.DAY + timedelta(days=1), by=None, now=morning)
    release.release(run.pk, by=boss, now=morning, expected_count=1, send_at_once=True)
    assert run.messages.get().not_before == now + timedelta(days=1)


def test_pause_and_resume_go_back_and_forth(released: Run, boss: User) -> None:
    assert control.pause(released.pk, by=boss).state == "paused"
    with pytest.raises(Refused):
        control.pause(released.pk, by=boss)
    assert control.resume(released.pk, by=boss).state == "released"
    assert states(released) == ["queued"] * 3


def test_stopping_cancels_what_has_not_begun_to_leave(
    released: Run, boss: User, now: datetime
) -> None:
    first, second, third = Message.objects.order_by("pk")
    Message.objects.filter(pk=second.pk).update(state="claimed", body=b"sealed", claimed_at=now)
    Message.objects.filter(pk=third.pk).update(state="claimed", body=b"sealed", claimed_at=now)
    on_the_wire = make_runs.Gateway.objects.get()
    Message.objects.filter(pk=third.pk).update(
        state="handing_over", handed_over_at=now, permit_until=now, gateway=on_the_wire
    )
    assert control.stop(released.pk, by=boss, now=now) == 2
    assert states(released) == ["cancelled", "cancelled", "handing_over"]
    first.refresh_from_db()
    assert (first.reason, first.final_at) == ("run_stopped", now)
    released.refresh_from_db()
    assert (released.state, released.ended_at) == ("stopped", now)


def test_what_comes_back_to_a_stopped_run_is_cancelled_by_the_sweep(
    released: Run, boss: User, now: datetime
) -> None:
    Run.objects.filter(pk=released.pk).update(state="stopped")
    control.finish_done(now=now)
    assert states(released) == ["cancelled"] * 3


def test_stopping_is_for_those_who_may(released: Run, now: datetime) -> None:
    with pytest.raises(Refused):
        control.stop(released.pk, by=make.staff("collector"), now=now)


def test_a_run_with_nothing_left_is_finished(released: Run, now: datetime) -> None:
    assert not control.finish_if_done(released.pk, now=now)
    Message.objects.update(state="cancelled", reason="opted_out")
    assert control.finish_done(now=now) == 1
    released.refresh_from_db()
    assert (released.state, released.ended_at) == ("finished", now)


def test_progress_adds_up(released: Run, now: datetime) -> None:
    first = Message.objects.order_by("pk").first()
    Message.objects.filter(pk=first.pk).update(state="cancelled", reason="opted_out")
    seen = progress.progress(released, now=now)
    assert seen.by_state == (("queued", 2), ("cancelled", 1))
    assert (seen.total, seen.left, seen.done, seen.percent) == (3, 2, 1, 33)
    assert seen.due_now == 2
    assert seen.window_end.isoformat() == "2026-09-15T14:00:00+00:00"
    assert seen.done_by is None


def test_progress_estimates_from_the_last_minute(released: Run, now: datetime) -> None:
    first = Message.objects.order_by("pk").first()
    Message.objects.filter(pk=first.pk).update(
        state="cancelled", reason="x", handed_over_at=now - timedelta(seconds=10)
    )
    seen = progress.progress(released, now=now)
    assert (seen.rate, seen.done_by) == (1, now + timedelta(minutes=2))
    assert not seen.is_late


def test_a_run_planned_before_the_lenders_facts_changed_is_planned_again(
    planned: Run, boss: User, now: datetime
) -> None:
    writer, later = make.staff("collector"), now + timedelta(minutes=1)
    draft = lender_wordings.new_draft(planned.lender, by=writer, now=later)
    draft = steps.submit(draft, by=writer, now=later)
    steps.approve(draft, by=boss, now=later, seen_hash=fingerprints.fingerprint(draft))
    with pytest.raises(Refused, match=str(planned.lender)):
        release.release(planned.pk, by=boss, now=later, expected_count=3)
    again = plan(lender=planned.lender, day=make.DAY, by=None, now=later + timedelta(minutes=1))
    release.release(again.pk, by=boss, now=later + timedelta(minutes=2), expected_count=3)
