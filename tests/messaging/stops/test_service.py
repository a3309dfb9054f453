"""The emergency stop: placed with a reason, lifted once by a person, never undone in silence."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import Error, connection, transaction

from accounts.errors import Refused
from accounts.models import User
from messaging.dispatch.loop import dispatch
from messaging.dispatch.sweep import sweep
from messaging.models import Message, Run, Stop
from messaging.stops import service as stops
from tests import make, make_outbox, make_stops
from tests.make_outbox import FixedClock
from tests.make_stops import a_run, stop

pytestmark = pytest.mark.django_db


def test_a_stop_needs_an_object_and_somebody_who_may(boss: User, now: datetime) -> None:
    for scope, object_id in (("run", None), ("all", 1)):
        with pytest.raises(Refused):
            stops.place(scope=scope, object_id=object_id, reason="x", by=boss, now=now)
    with pytest.raises(PermissionDenied):
        stop("all", None, make.staff("collector"), now)
    assert not Stop.objects.exists()


def test_placing_it_twice_is_one_stop(boss: User, now: datetime) -> None:
    assert stop("all", None, boss, now) == stop("all", None, boss, now)


def test_held_messages_come_due_again_when_it_is_lifted(boss: User, clock: FixedClock) -> None:
    a_run(3)
    placed = stop("all", None, boss, clock.wall)
    dispatch(clock=clock.clock)
    assert set(Message.objects.values_list("state", "not_before", "reason")) == {
        ("queued", None, "emergency_stop")
    }
    later = clock.wall + timedelta(minutes=5)
    lifted = make_stops.lift(placed.pk, by=boss, reason="put right", now=later)
    assert lifted == stops.Lifted(woken=3, cancelled=0)
    clock.passes(300)
    dispatch(clock=clock.clock)
    assert set(Message.objects.values_list("state", flat=True)) == {"accepted"}


def test_whoever_is_in_a_hurry_stops_first_and_says_why_once_before_it_is_lifted(
    boss: User, now: datetime
) -> None:
    placed = stops.place(scope="all", object_id=None, reason=" ", by=boss, now=now)
    with pytest.raises(Refused):
        stops.ask_to_lift(placed.pk, by=boss, reason="x", now=now)
    with pytest.raises(Refused):
        stops.explain(placed.pk, by=boss, reason=" ")
    stops.explain(placed.pk, by=boss, reason="wrong figure")
    with pytest.raises(Refused):
        stops.explain(placed.pk, by=boss, reason="another")
    assert Stop.objects.get().reason == "wrong figure"


def test_the_software_always_says_why(now: datetime) -> None:
    with pytest.raises(Refused):
        stops.place(scope="all", object_id=None, reason=" ", by=None, now=now)


def test_lifting_takes_a_reason_and_another_person_and_happens_once(
    boss: User, now: datetime
) -> None:
    placed = stop("all", None, boss, now)
    asker = make.staff("supervisor")
    with pytest.raises(Refused):
        stops.ask_to_lift(placed.pk, by=asker, reason=" ", now=now)
    with pytest.raises(PermissionDenied):
        stops.ask_to_lift(placed.pk, by=make.staff("agent"), reason="x", now=now)
    with pytest.raises(Refused):
        stops.lift(placed.pk, by=boss, now=now)
    stops.ask_to_lift(placed.pk, by=asker, reason="x", now=now)
    with pytest.raises(Refused):
        stops.lift(placed.pk, by=asker, now=now)
    with pytest.raises(PermissionDenied):
        stops.lift(placed.pk, by=make.staff("agent"), now=now)
    assert stops.lift(placed.pk, by=boss, now=now) is not None
    assert stops.lift(placed.pk, by=boss, now=now) is None
    assert not stops.ask_to_lift(placed.pk, by=asker, reason="x", now=now)


def test_only_a_text_paused_over_its_complaints_is_let_go_on_by_one(
    boss: User, now: datetime
) -> None:
    by_a_person, of_all = stop("version", 1, boss, now), stop("all", None, None, now)
    for placed in (by_a_person, of_all):
        with pytest.raises(Refused):
            stops.end_pause(placed.pk, by=boss, reason="x", now=now)
    paused = stop("version", 2, None, now)
    assert stops.end_pause(paused.pk, by=boss, reason="x", now=now) is not None


def test_the_audit_trail_says_why(boss: User, now: datetime) -> None:
    from accounts.audit.trail import acting
    from accounts.models import AuditEntry

    with acting(user=boss, source="test"):
        placed = stop("all", None, boss, now)
        make_stops.lift(placed.pk, by=boss, reason="put right", now=now)
    told = AuditEntry.objects.filter(table="messaging_stop").order_by("pk")
    placed.refresh_from_db()
    asked_by = placed.lift_asked_by
    assert list(told.values_list("reason", "actor")) == [
        ("wrong figure", boss.pk),
        ("put right", boss.pk),
        (f"{asked_by}: put right", boss.pk),
    ]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE messaging_stop SET reason = 'other'",
        "UPDATE messaging_stop SET scope = 'run', object_id = 1",
        "UPDATE messaging_stop SET lifted_at = now()",
        "UPDATE messaging_stop SET lifted_at = now(), lifted_by_id = by_id, lift_reason = 'x'",
        "UPDATE messaging_stop SET lifted_at = now(), lifted_by_id = by_id, lift_reason = 'x',"
        " lift_asked_at = now(), lift_asked_by_id = by_id",
        "DELETE FROM messaging_stop",
    ],
)
def test_the_database_lets_a_stop_only_be_lifted(boss: User, now: datetime, change: str) -> None:
    stop("all", None, boss, now)
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_the_database_keeps_a_lifted_stop(boss: User, now: datetime) -> None:
    placed = stop("all", None, boss, now)
    make_stops.lift(placed.pk, by=boss, reason="put right", now=now)
    with pytest.raises(Error), transaction.atomic():
        Stop.objects.update(lifted_at=None, lifted_by=None)


def test_what_a_restored_database_still_has_queued_is_cancelled(
    boss: User, clock: FixedClock
) -> None:
    run = a_run(2, created_at=clock.wall - timedelta(hours=1))
    planned = Run.objects.create(
        lender=run.lender,
        day=run.day + timedelta(days=1),
        state="planned",
        planned_at=clock.wall - timedelta(hours=1),
    )
    placed = stop("all", None, None, clock.wall)
    clock.passes(600)
    since = make_outbox.message(created_at=clock.wall)
    lifted = make_stops.lift(placed.pk, by=boss, reason="x", now=clock.wall, cancel_queued=True)
    assert lifted is not None
    assert lifted.cancelled == 2
    assert set(run.messages.values_list("state", "reason")) == {("cancelled", "database_restored")}
    planned.refresh_from_db()
    assert planned.state == "failed"
    dispatch(clock=clock.clock)
    since.refresh_from_db()
    assert since.state == "accepted"


def test_of_what_a_person_stopped_only_waiting_reminders_it_covered_are_cancelled(
    boss: User, now: datetime
) -> None:
    mine, others = a_run(2), a_run(1)
    placed = stop("run", mine.pk, boss, now)
    lifted = make_stops.lift(placed.pk, by=boss, reason="x", now=now, cancel_queued=True)
    assert lifted is not None
    assert lifted.cancelled == 2
    assert set(mine.messages.values_list("state", "reason")) == {("cancelled", "stop_cancelled")}
    assert set(others.messages.values_list("state", flat=True)) == {"queued"}


def test_what_a_claim_held_while_it_was_lifted_is_woken_by_the_sweep(
    boss: User, clock: FixedClock
) -> None:
    a_run(1)
    placed = stop("all", None, boss, clock.wall)
    make_stops.lift(placed.pk, by=boss, reason="x", now=clock.wall)
    Message.objects.update(
        not_before=None, reason="emergency_stop", held_at=clock.wall + timedelta(seconds=1)
    )
    sweep(clock=clock.clock)
    assert Message.objects.get().not_before == clock.wall


def test_the_commands_stop_and_lift(
    boss: User, now: datetime, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)
    run = a_run(2)
    call_command("stop", scope="run", id=run.pk, reason="wrong figure", by=boss.username)
    assert "0 on the wire, 2 stopped, 0 sent before" in capsys.readouterr().out
    placed = Stop.objects.get()
    call_command("lift_stop", placed.pk, reason="put right", by=boss.username)
    assert "another person" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("lift_stop", placed.pk, by=boss.username)
    call_command("lift_stop", placed.pk, by=make.staff("supervisor").username)
    assert "lifted" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("lift_stop", placed.pk, reason="again", by=boss.username)
    with pytest.raises(CommandError):
        call_command("stop", scope="all", reason="x", by=make.staff("agent").username)


def test_the_command_asks_what_becomes_of_a_restored_queue(boss: User, now: datetime) -> None:
    placed = stop("all", None, None, now)
    with pytest.raises(CommandError, match="--queued"):
        call_command("lift_stop", placed.pk, by=boss.username)


def test_a_reason_too_long_to_be_kept_is_refused_but_a_stop_of_the_software_stands(
    boss: User, now: datetime
) -> None:
    with pytest.raises(Refused):
        stops.place(scope="all", object_id=None, reason="x" * 201, by=boss, now=now)
    placed = stops.place(scope="all", object_id=None, reason="x" * 201, by=None, now=now)
    assert placed.reason == "x" * 200
