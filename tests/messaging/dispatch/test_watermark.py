"""A database that was put back to an earlier hour sends nothing until a person looks."""

from datetime import datetime

import pytest
from django.db import connection

from messaging.dispatch import watermark
from messaging.dispatch.loop import dispatch
from messaging.models import Message, Stop, Watermark
from messaging.stops import service as stops
from tests import make, make_outbox
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
    stops.lift(stop.pk, by=make.staff("supervisor"), reason="checked", now=now)
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


def test_another_server_with_the_same_rows_is_stopped_too(now: datetime) -> None:
    make_outbox.message()
    assert watermark.advance(now=now)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE messaging_watermark SET timeline = timeline + 1")
    assert not watermark.advance(now=now)
    assert Stop.objects.filter(scope="all", lifted_at=None).exists()


def test_workers_that_overtake_each_other_are_no_restored_database(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_outbox.message()
    raise_once = watermark._raise

    def raise_and_be_overtaken() -> tuple[int, bool]:
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
    watermark._stop_everything(number=5, now=now)
    assert Watermark.objects.get().number == 9


def test_ids_of_the_time_that_was_lost_are_given_to_no_other_message(now: datetime) -> None:
    """A gateway knows them, and takes a new text under an old id for one it has had."""
    last = make_outbox.message().pk
    for _ in range(3):
        watermark.advance(now=now)
    Watermark.objects.update(number=1)
    watermark._remembered.clear()
    dispatch(clock=FixedClock(now).clock)
    assert make_outbox.message().pk > last + watermark.MESSAGES_LOST_AT_MOST
