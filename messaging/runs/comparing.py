"""A run beside the one before it: who is new in it, who is gone, whose stage has changed."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from messaging.models import Candidate, Run

NEW, GONE, MOVED = "new", "gone", "moved"
FORTNIGHT = 14


class Compared(NamedTuple):
    """So many of those to be written to; `gone` are rows of the earlier run."""

    new: int
    gone: int
    moved: int


def before(run: Run, *, day: date | None = None) -> Run | None:
    """The last planned run of the same lender before this one; with `day`, that of this day, if
    there is one."""
    on_that_day = _earlier(run).filter(day=day).first() if day else None
    return on_that_day or _earlier(run).first()


def days_before(run: Run) -> list[date]:
    """Of the planned runs to compare it with, the last first: a fortnight of them, so that a Monday
    is seen beside a Monday."""
    return list(_earlier(run).values_list("day", flat=True)[:FORTNIGHT])


def _earlier(run: Run) -> QuerySet[Run]:
    earlier = Run.objects.filter(lender=run.lender_id, day__lt=run.day, planned_at__isnull=False)
    return earlier.exclude(funnel={}).order_by("-day")


def compared(run: Run, last: Run) -> Compared:
    """Three counts."""
    return Compared(
        new=_to_send(run).filter(condition(NEW, last)).count(),
        gone=_to_send(last).filter(condition(GONE, run)).count(),
        moved=_to_send(run).filter(condition(MOVED, last)).count(),
    )


def condition(what: str, other: Run) -> Q:
    """What a candidate to be written to has to be beside another run. `new` and `gone` are the
    same seen from either side."""
    there = Candidate.objects.filter(run=other, customer=OuterRef("customer"), to_send=True)
    if what == MOVED:
        return Q(Exists(there.exclude(stage=OuterRef("stage"))))
    return Q(~Exists(there))


def _to_send(run: Run) -> QuerySet[Candidate]:
    return Candidate.objects.filter(run=run, to_send=True)
