"""The parts of the benchmark in their order; each can be run alone when those it needs have run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tests.benchmarks import (
    calls,
    channels,
    database,
    door,
    effects,
    loans,
    pages,
    proving,
    receipts,
    sealing,
    sending,
    stopping,
)
from tests.benchmarks.measuring import Measure
from tests.benchmarks.server import Server

ONE = {"call_size": 1, "connections": 16}
HUNDRED = {"call_size": 100, "connections": 4}


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything. `loans`: each ten times the one before."""

    loans: tuple[int, ...]
    old_messages: tuple[int, ...]
    customers: int
    messages: int
    proven: int
    episodes: int
    requests: int = 20

    @property
    def small(self) -> str:
        """The database whose run has 10,000 candidates."""
        return loans.name_of(min(100_000, self.loans[-1]))

    @property
    def large(self) -> str:
        return loans.name_of(self.loans[-1])


TINY = Size((10_000,), (0, 10_000), 1_000, 10_000, 1_000, 5_000, requests=2)
TENTH = Size((10_000, 100_000), (0, 100_000), 100_000, 1_000_000, 69_000, 50_000, requests=10)
FULL = Size(
    (10_000, 100_000, 1_000_000),
    (0, 1_000_000, 10_000_000),
    1_000_000,
    10_000_000,
    1_000_000,
    500_000,
)


def _loans(size: Size, _server: Server) -> Iterator[Measure]:
    for rows in size.loans:
        yield from loans.grow(rows)


def _not_due(size: Size, _server: Server) -> Iterator[Measure]:
    yield loans.not_due(min(100_000, size.loans[-1]))


def _send(size: Size, server: Server) -> Iterator[Measure]:
    yield sending.measure(size.small, server, with_pattern=True, **ONE)


def _send_hundred(size: Size, server: Server) -> Iterator[Measure]:
    yield sending.measure(size.large, server, with_pattern=True, **HUNDRED)


def _workers(size: Size, server: Server) -> Iterator[Measure]:
    yield from sending.by_workers(size.small, server, **ONE)
    yield from sending.by_workers(size.large, server, **HUNDRED)


def _channels(size: Size, server: Server) -> Iterator[Measure]:
    yield from channels.measure(size.small, server)


def _old(size: Size, server: Server) -> Iterator[Measure]:
    for old in size.old_messages:
        yield sending.with_old_messages(size.small, server, old=old, **HUNDRED)


def _sealing(size: Size, server: Server) -> Iterator[Measure]:
    yield sealing.measure(size.small, server, **ONE)
    yield sealing.measure(size.small, server, **HUNDRED)


def _receipts(size: Size, server: Server) -> Iterator[Measure]:
    yield from receipts.measure(size.large, server)
    yield door.measure(size.small)


def _stop(size: Size, server: Server) -> Iterator[Measure]:
    yield from stopping.measure(size.small, server, **ONE)


def _calls(size: Size, _server: Server) -> Iterator[Measure]:
    yield calls.measure(loans.name_of(min(100_000, size.loans[-1])))


def _effects(size: Size, _server: Server) -> Iterator[Measure]:
    yield from effects.measure(episodes=size.episodes)


def _pages(size: Size, _server: Server) -> Iterator[Measure]:
    yield from pages.measure(
        customers=size.customers, messages=size.messages, requests=size.requests
    )


def _report(size: Size, server: Server) -> Iterator[Measure]:
    yield proving.measure(size.proven, server)


Part = Callable[[Size, Server], Iterator[Measure]]
PARTS: dict[str, Part] = {
    "loans": _loans,
    "not-due": _not_due,
    "send": _send,
    "send-100": _send_hundred,
    "workers": _workers,
    "channels": _channels,
    "old": _old,
    "sealing": _sealing,
    "receipts": _receipts,
    "stop": _stop,
    "calls": _calls,
    "effects": _effects,
    "pages": _pages,
    "report": _report,
}
LOANS = "loans"
"""Makes the databases all but these begin from."""
ON_THEIR_OWN = frozenset({LOANS, "effects", "pages", "report"})


def in_order(wanted: Sequence[str], *, has_loans: bool) -> list[str]:
    """The parts to run: those wanted, and before them `loans` where they begin from its databases
    and these are not there. Raises ValueError with what there is for a part there is not."""
    if unknown := [name for name in wanted if name not in PARTS]:
        raise ValueError(f"No such part: {', '.join(unknown)}. There are: {', '.join(PARTS)}.")
    lacking = not has_loans and LOANS not in wanted and not ON_THEIR_OWN.issuperset(wanted)
    return [LOANS, *wanted] if lacking else list(wanted)


def has_loans(size: Size) -> bool:
    """Whether an earlier run left the databases of this size (`--keep`)."""
    return all(database.exists(loans.name_of(rows)) for rows in size.loans)
