"""A database that was put back to an earlier hour sends nothing until a person looks."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from messaging.dispatch import watermark, waves
from messaging.dispatch.loop import dispatch
from messaging.gateways.sandbox.driver import SandboxDriver
from messaging.models import Message, Sender, Stop, Watermark
from tests import make, make_outbox, make_stops
from tests.make_outbox import FixedClock

pytestmark = pytest.mark.django_db(transaction=True)


def sent() -> int:
    return Message.objects.filter(state="accepted").count()


def test_nothing_due_moves_nothing(now: datetime) -> None:
    assert not watermark.advance(now=now)
    assert not Watermark.objects.exists()


def test_the_mark_rises_with_every_dispatch_that_finds_work(now: datetime) -> None:
    make_outbox.message()
    assert watermark.advance(now=now)
    assert watermark.advance(now=now)
    assert Watermark.objects.get().number == 2


def test_a_database_put_back_is_stopped_and_goes_on_when_lifted(now: datetime) -> None:
    make_outbox.message()
    for _ in range(3):
        watermark.advance(now=now)
    Watermark.objects.update(number=1)  # as it was an hour ago
    watermark._remembered.clear()  # a worker started since: only the broker knows
    dispatch(clock=FixedClock(now).clock)
    stop = Stop.objects.get()
    assert (stop.scope, stop.by, sent()) == ("all", None, 0)
    make_stops.lift(stop.pk, by=make.staff("supervisor"), reason="checked", now=now)
    dispatch(clock=FixedClock(now).clock)
    assert sent() == 1


def test_without_a_broker_a_running_worker_remembers(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watermark, "_noted_in_broker", lambda key: 0)
    make_outbox.message()
    watermark.advance(now=now)
    watermark.advance(now=now)
    Watermark.objects.update(number=0)
    assert not watermark.advance(now=now)
    assert Stop.objects.count() == 1


def become_another(**columns: str) -> None:
    """As if the rows had come from another server."""
    changes = ", ".join(f"{column} = {value}" for column, value in columns.items())
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE messaging_watermark SET {changes}")


@pytest.fixture
def sent_and_more(now: datetime) -> None:
    """A wave has left, and another text is due."""
    make_outbox.message()
    dispatch(clock=FixedClock(now).clock)
    assert sent() == 1
    make_outbox.message()


def test_another_server_with_the_same_rows_is_stopped_too(
    sent_and_more: None, now: datetime
) -> None:
    become_another(system="system + 1")
    assert not watermark.advance(now=now)
    assert Stop.objects.filter(scope="all", lifted_at=None).exists()


def test_a_promoted_copy_that_lacks_nothing_goes_on(sent_and_more: None, now: datetime) -> None:
    become_another(timeline="timeline + 1")
    dispatch(clock=FixedClock(now).clock)
    assert sent() == 2
    assert not Stop.objects.exists()


def test_a_promoted_copy_that_lacks_a_wave_is_stopped(sent_and_more: None, now: datetime) -> None:
    Sender.objects.update(waves=0)  # the mark had come over, the last commit had not
    become_another(timeline="timeline + 1")
    assert not watermark.advance(now=now)
    assert Stop.objects.filter(scope="all", lifted_at=None).exists()


def test_a_promoted_copy_is_stopped_when_nobody_can_tell_what_it_lacks(
    sent_and_more: None, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    waves._remembered.clear()
    monkeypatch.setattr(waves, "_noted", lambda origin: {})
    become_another(timeline="timeline + 1")
    assert not watermark.advance(now=now)
    assert Stop.objects.exists()


def test_who_comes_while_a_promoted_copy_is_looked_at_looks_too(
    sent_and_more: None, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    Sender.objects.update(waves=0)
    become_another(timeline="timeline + 1")
    monkeypatch.setattr(watermark, "_stop_everything", lambda **about: None)  # not yet committed
    assert not watermark.advance(now=now)
    assert not watermark.advance(now=now)


def test_the_wave_is_noted_before_the_gateway_is_called(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[int] = []
    monkeypatch.setattr(waves, "note", lambda count, origin: noted.append(count))
    start = SandboxDriver.start

    def started(self: Any, *args: Any, **kwargs: Any) -> Any:
        assert noted == [1]
        return start(self, *args, **kwargs)

    monkeypatch.setattr(SandboxDriver, "start", started)
    make_outbox.message()
    dispatch(clock=FixedClock(now).clock)
    assert sent() == 1


def test_workers_that_overtake_each_other_are_no_restored_database(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_outbox.message()
    raise_once = watermark._raise

    def raise_and_be_overtaken() -> Any:
        given = raise_once()
        monkeypatch.setattr(watermark, "_raise", raise_once)
        assert watermark.advance(now=now)  # another one raises and notes a higher number
        return given

    monkeypatch.setattr(watermark, "_raise", raise_and_be_overtaken)
    assert watermark.advance(now=now)
    assert not Stop.objects.exists()
    assert Watermark.objects.get().number == 2


def test_the_mark_never_falls_when_several_notice_at_once(now: datetime) -> None:
    make_outbox.message()
    watermark.advance(now=now)
    Watermark.objects.update(number=9)
    watermark._stop_everything(number=5, server=watermark._raise()[1].now, now=now)
    assert Watermark.objects.get().number == 10


def test_ids_of_the_time_that_was_lost_are_given_to_no_other_message(now: datetime) -> None:
    """A gateway knows them, and takes a new text under an old id for one it has had."""
    last = make_outbox.message().pk
    for _ in range(3):
        watermark.advance(now=now)
    Watermark.objects.update(number=1)
    watermark._remembered.clear()
    dispatch(clock=FixedClock(now).clock)
    assert make_outbox.message().pk > last + watermark.MESSAGES_LOST_AT_MOST
