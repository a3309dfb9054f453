"""Opt-outs and an emergency stop while a worker sends as fast as it can, judged by the gateway."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from messaging.gateways.base import SMALL_WAVE
from messaging.models import Message, Run
from messaging.stops import service as stops
from messaging.suppression import service as suppressions
from tests.benchmarks import child, database, world
from tests.benchmarks.figures import NOW
from tests.benchmarks.measuring import Measure, must_be
from tests.benchmarks.server import Server

OPT_OUTS = 40
LOOK_EVERY = 0.01


def measure(source: str, server: Server, *, call_size: int, connections: int) -> list[Measure]:
    """Opt-outs after a tenth of a run, the stop of everything after a half."""
    with database.copy(source):
        count = world.release(Run.objects.get())
        world.set_gateway(url=server.url, call_size=call_size, connections=connections)
        server.forget()
        epoch = time.monotonic()
        sending = child.Child("send", epoch=epoch)
        sending.go()
        _wait_until_sent(server, count // 10)
        opted_out = [_opt_out(pk, epoch) for pk in _about_to_be_sent()]
        _wait_until_sent(server, count // 2)
        asked = time.monotonic()
        stops.place(scope="all", object_id=None, reason="bench", by=None, now=_clock(epoch))
        stopped = time.monotonic()
        sending.done()
        wave = max(SMALL_WAVE, call_size * connections)
        return [
            _opt_outs(opted_out, server, epoch, wave),
            _stop(server, epoch, asked=asked, stopped=stopped, wave=wave, count=count),
        ]


def _opt_outs(
    opted_out: list[tuple[int, float, float]], server: Server, epoch: float, wave: int
) -> Measure:
    begun = dict(Message.objects.values_list("pk", "handed_over_at"))
    came = {pk: at for at, pk in server.journal()}
    late = on_wire = 0
    for pk, committed, _seconds in opted_out:
        begun_at = begun[pk]
        late += begun_at is not None and begun_at > _moment(epoch, committed)
        on_wire += came.get(pk, 0.0) > committed
    must_be("hand-overs begun after the opt-out", late, 0)
    return Measure(
        "opt-outs at full rate",
        len(opted_out),
        sum(seconds for _pk, _committed, seconds in opted_out),
        facts={
            "begun_after": late,
            "on_the_wire": on_wire,
            "a_wave": wave,
            "slowest_seconds": round(max(seconds for _pk, _c, seconds in opted_out), 3),
        },
    )


def _stop(
    server: Server, epoch: float, *, asked: float, stopped: float, wave: int, count: int
) -> Measure:
    late = Message.objects.filter(handed_over_at__gt=_moment(epoch, stopped)).count()
    journal = server.journal()
    on_wire = [at for at, _pk in journal if at > stopped]
    must_be("hand-overs begun after the stop", late, 0)
    must_be("held or sent", len(journal) < count, True)
    return Measure(
        "emergency stop at full rate",
        len(journal),
        max([*on_wire, stopped]) - asked,
        facts={
            "begun_after": late,
            "on_the_wire": len(on_wire),
            "a_wave": wave,
            "seconds_to_commit": round(stopped - asked, 3),
            "seconds_until_the_last_came": round(max([*on_wire, stopped]) - asked, 3),
            "seconds_at_most": 2.0,
        },
    )


def _about_to_be_sent() -> list[int]:
    """Claimed, or next in the queue: where an opt-out is most likely to be too late."""
    claimed = Message.objects.filter(state="claimed").order_by("pk")
    queued = Message.objects.filter(state="queued").order_by("not_before", "pk")
    half = OPT_OUTS // 2
    return [
        *claimed.values_list("pk", flat=True)[:half],
        *queued.values_list("pk", flat=True)[:half],
    ]


def _opt_out(pk: int, epoch: float) -> tuple[int, float, float]:
    """The message, when the opt-out had committed, and how long that took."""
    message = Message.objects.get(pk=pk)
    begun = time.monotonic()
    suppressions.suppress(
        channel=message.channel,
        address_hash=bytes(message.address_hash),
        kind="opt_out",
        source="bench",
        now=_clock(epoch),
    )
    committed = time.monotonic()
    return pk, committed, committed - begun


def _wait_until_sent(server: Server, count: int) -> None:
    while server.count() < count:
        time.sleep(LOOK_EVERY)


def _clock(epoch: float) -> datetime:
    return _moment(epoch, time.monotonic())


def _moment(epoch: float, monotonic: float) -> datetime:
    return NOW + timedelta(seconds=monotonic - epoch)
