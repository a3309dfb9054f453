"""What stands still is seen, by its kind; what works is not."""

import platform
from datetime import datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import redis
from django.db import connection

from accounts.models import EventDestination, Lender
from config import clock
from config.processes import tables
from config.watching import looks, pulses
from config.watching.looks import Trouble
from messaging.dispatch.loop import dispatch
from messaging.gateways.webhooks.entries import InboundReceipt
from messaging.inbound import receipts
from messaging.models import Gateway, GatewayState, Run
from messaging.planning import service
from tests import make, make_events, make_outbox, make_runs

pytestmark = pytest.mark.django_db


def seen(now: datetime) -> set[tuple[str, str]]:
    return {(trouble.kind, trouble.about) for trouble in looks.troubles(now)}


def age(name: str, seconds: int) -> None:
    pulses.give(name)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE config_pulse SET at = clock_timestamp() - make_interval(secs => %s) "
            "WHERE name = %s",
            [seconds, name],
        )


def test_a_new_installation_has_no_trouble(now: datetime) -> None:
    assert seen(now) == set()


@pytest.mark.parametrize(
    ("beat", "worker", "kinds"),
    [(5, 5, set()), (61, 5, {"beat"}), (5, 61, {"worker"}), (61, 61, {"beat"})],
)
def test_who_gives_no_sign_of_life_for_a_minute_is_seen(
    now: datetime, beat: int, worker: int, kinds: set[str]
) -> None:
    age(pulses.BEAT, beat)
    age(pulses.WORKER, worker)
    assert {kind for kind, _about in seen(now)} == kinds


def test_a_broker_that_does_not_answer_is_seen(now: datetime, settings: Any) -> None:
    age(pulses.BEAT, 90)  # it cannot say that it lives
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert seen(now) == {("broker", "")}


def test_a_gateway_that_failed_again_after_its_pause_is_seen(now: datetime) -> None:
    gateway = make_outbox.gateway()
    state = GatewayState.objects.filter(gateway=gateway)
    state.update(mode="paused", paused_until=now, pauses=1)
    assert seen(now) == set()
    state.update(pauses=2)
    assert seen(now) == {("gateway", gateway.code)}


def test_a_process_without_the_keys_is_seen(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.rotation.known_keys.missing", lambda: ["HUANCUI_FIELD_KEYS 2"])
    assert seen(now) == {("keys", "HUANCUI_FIELD_KEYS 2")}


def test_a_lender_without_the_run_of_its_hour_is_seen(now: datetime) -> None:
    lender = make_runs.ready_lender(plan_at=time(18, 25))
    assert seen(now - timedelta(minutes=3)) == set()
    assert seen(now) == {("planner", lender.code)}
    service.plan(lender=lender, day=make.DAY, by=None, now=now)
    assert seen(now) == set()


def test_a_planning_that_failed_is_seen(now: datetime) -> None:
    lender = make_runs.ready_lender(plan_at=None)
    Run.objects.create(lender=lender, day=make.DAY)
    Run.objects.update(state="failed", plan_error="x")
    assert seen(now) == {("planner", lender.code)}


def test_a_planning_without_a_planner_is_seen(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    lender = make_runs.ready_lender(plan_at=None)
    service.request(lender=lender, day=make.DAY, by=None, now=now - timedelta(minutes=3))
    monkeypatch.setattr(looks, "is_being_planned", lambda run_id: True)
    assert seen(now) == set()
    monkeypatch.setattr(looks, "is_being_planned", lambda run_id: False)
    assert seen(now) == {("planner", lender.code)}


def test_a_trouble_is_equal_to_itself() -> None:
    assert Trouble("beat") == Trouble("beat", "", None)


def test_a_lenders_system_that_takes_no_events_is_seen(lender: Lender, now: datetime) -> None:
    made = make_events.destination(lender)
    rows = EventDestination.objects.filter(pk=made.pk)
    rows.update(failing_since=clock.machine() - timedelta(minutes=10))
    assert seen(now) == set()
    rows.update(failing_since=clock.machine() - timedelta(minutes=20))
    assert seen(now) == {("events", f"{lender.code} #{made.pk}")}
    rows.update(paused_at=now, failing_since=None)
    assert seen(now) == {("events", f"{lender.code} #{made.pk}")}
    rows.update(paused_by=made.asked_by)
    assert seen(now) == set()


def test_a_disk_that_is_nearly_full_is_seen_with_its_host_and_folder(
    now: datetime, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    free = {"of": 3 * 10**9}
    monkeypatch.setattr(
        "shutil.disk_usage", lambda _folder: SimpleNamespace(total=10**12, free=free["of"])
    )
    assert seen(now) == set()
    free["of"] = 10**9
    assert {kind for kind, _about in seen(now)} == {"disk"}
    assert any(about.endswith(str(settings.DATA_DIR)) for _kind, about in seen(now))


def broker_that(monkeypatch: pytest.MonkeyPatch, **answers: Any) -> None:
    """What it answers to a write and to the question how it keeps its memory."""

    def writes(*_args: Any, **_named: Any) -> None:
        if isinstance(answers.get("write"), Exception):
            raise answers["write"]

    monkeypatch.setattr(redis.Redis, "set", writes)
    monkeypatch.setattr(redis.Redis, "info", lambda *_args: answers.get("memory", {}))


def test_a_broker_that_answers_and_takes_nothing_is_named_alone_with_why(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    age(pulses.BEAT, 5)
    age(pulses.WORKER, 90)  # no task comes to it
    for error, why in (
        (redis.exceptions.OutOfMemoryError("command not allowed"), "full"),
        (redis.exceptions.ReadOnlyError("a copy"), "read-only"),
        (redis.ResponseError("MISCONF no disk"), "refuses"),
    ):
        broker_that(monkeypatch, write=error)
        assert seen(now) == {("broker", why)}


def test_a_broker_that_drops_what_has_no_end_is_seen(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for policy, most, expected in (
        ("allkeys-lru", 10**9, {("forgets", "allkeys-lru")}),
        ("allkeys-lru", 0, set()),
        ("volatile-lru", 10**9, set()),
        ("noeviction", 10**9, set()),
    ):
        broker_that(monkeypatch, memory={"maxmemory_policy": policy, "maxmemory": most})
        assert seen(now) == expected, policy


def test_a_machine_whose_clock_is_wrong_is_seen_by_name(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = clock.machine
    monkeypatch.setattr(clock, "machine", lambda: real() - timedelta(seconds=90))
    assert seen(now) == {("clock", platform.node())}


def test_a_process_that_is_older_than_the_tables_is_seen(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tables.carried()
    monkeypatch.setattr(tables, "carried", lambda: whole - {"messaging.0001_initial"})
    assert seen(now) == {("version", platform.node())}


def test_a_gateway_that_never_reports_is_seen_and_one_word_ends_it(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks, "SILENT_ABOUT", 2)
    texts = [make_outbox.message(loan=make.loan()) for _ in range(2)]
    dispatch(clock=make_outbox.FixedClock(now).clock)
    gateway = Gateway.objects.get()
    assert seen(now + timedelta(hours=1)) == set()  # it has time yet
    for hours in (3, 20):
        assert seen(now + timedelta(hours=hours)) == {("receipts", gateway.code)}
    receipts.take(
        gateway=gateway,
        incoming=[InboundReceipt(message_id=texts[0].pk, result="delivered")],
        now=now,
    )
    assert seen(now + timedelta(hours=20)) == set()
