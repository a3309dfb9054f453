"""The sums of every group, brought up to date each night: only the customers of whom something may
have changed since the last count are counted again, and the result is that of counting all.

One transaction a lender. What stops in the middle has changed nothing, and the next count goes on
from the last that ended, however long ago.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from accounts.models import Lender
from accounts.rules.lender_day import lender_day
from feedback.effect import outcomes, segments
from feedback.effect.contributions import (
    Contribution,
    Contributions,
    Key,
    added,
    of_touched,
    prepare,
    touch,
    touch_segments,
)
from feedback.effect.cuts import COVARIATES, CUTS, SEGMENT, TRIAL, outcomes as summed
from feedback.effect.horizons import CUT_HORIZONS, FRAMES, NO_DAYS, Frame
from feedback.effect.segments import Readable
from feedback.models import EffectCount, EffectSum
from messaging.models import Assignment

OF_SEGMENTS = len(FRAMES)
"""The part of the customers whose segments are judged again."""


@transaction.atomic
def count(lender: Lender, *, now: datetime, whole: bool = False) -> int:
    """Count and sum up what may have changed; of how many episodes. `whole`: of all."""
    today = lender_day(lender, now)
    last = _last(lender)
    mark = _mark(lender)
    if whole or last.mark != mark:
        last.as_of = last.counted_at = None
    known = segments.of_lender(lender)
    changed = [each for each in known if last.segments.get(str(each.pk)) != each.mark]
    looked_at = outcomes.look(lender, today=today, since=last.counted_at, counted_on=last.as_of)
    segments.judge_new(known)
    _sum(lender, known, changed, today=today, before=last.as_of)
    last.as_of, last.counted_at, last.mark = today, now, mark
    last.segments = {str(each.pk): each.mark for each in known}
    last.save()
    return looked_at


def _last(lender: Lender) -> EffectCount:
    """Locked: a second count of the lender waits, and then finds little to do."""
    EffectCount.objects.get_or_create(lender=lender)
    return EffectCount.objects.select_for_update().get(lender=lender)


def _mark(lender: Lender) -> str:
    """Of what is summed and how: other definitions ask for a count of all."""
    means = (CUTS, COVARIATES, FRAMES, [summed(frame.horizon) for frame in FRAMES], lender.timezone)
    return hashlib.sha256(repr(means).encode()).hexdigest()[:16]


def _sum(
    lender: Lender,
    known: list[Readable],
    changed: list[Readable],
    *,
    today: date,
    before: date | None,
) -> None:
    """`before`: the day of the last count; None: there is nothing to go on from."""
    again = [each.pk for each in changed]
    kept = [each.pk for each in known if each.pk not in again]
    prepare()
    spans = [(NO_DAYS if before is None else f.span(before), f.span(today)) for f in FRAMES]
    for part, (frame, (old, new)) in enumerate(zip(FRAMES, spans, strict=True)):
        touch(lender, frame, part, before=old, after=new)
    _analyze()
    gone = [
        of_touched(lender, frame, part, span=old, segments=kept)
        for part, (frame, (old, _new)) in enumerate(zip(FRAMES, spans, strict=True))
    ]
    outcomes.store(today=today)
    for each in changed:
        segments.judge_again(lender, each)
    if again:
        touch_segments(lender, OF_SEGMENTS, again)
        _analyze()
    for part, (frame, (_old, new)) in enumerate(zip(FRAMES, spans, strict=True)):
        sums = {} if before is None else _stored(lender, frame, kept)
        sums = added(sums, gone[part], -1)
        sums = added(sums, of_touched(lender, frame, part, span=new, segments=kept))
        if again and frame.horizon in CUT_HORIZONS and not frame.of_trials:
            of_segments = of_touched(
                lender, frame, OF_SEGMENTS, span=new, segments=again, segments_only=True
            )
            sums = added(sums, of_segments)
        _replace(lender, frame, sums, today)


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE touched_customer")


def _of(lender: Lender, frame: Frame) -> Any:
    rows = EffectSum.objects.filter(lender=lender, days=frame.days, horizon=frame.horizon)
    return rows.filter(cut=TRIAL) if frame.of_trials else rows.exclude(cut=TRIAL)


def _stored(lender: Lender, frame: Frame, kept: list[int]) -> Contributions:
    """But for the segments that are gone, or judged again."""
    names = set(map(str, kept))
    return {
        Key(row.arm, row.cut, row.value): Contribution(
            row.customers, row.shares, row.unit, row.cluster
        )
        for row in _of(lender, frame)
        if row.cut != SEGMENT or row.value in names
    }


def _replace(lender: Lender, frame: Frame, sums: Contributions, today: date) -> None:
    since = _since(lender, frame, today)
    _of(lender, frame).delete()
    EffectSum.objects.bulk_create(
        (
            EffectSum(
                lender=lender,
                cut=key.cut,
                value=key.value,
                days=frame.days,
                horizon=frame.horizon,
                arm=key.arm,
                customers=each.customers,
                shares=each.shares,
                unit=each.unit,
                cluster=each.cluster,
                since=since,
                as_of=today,
            )
            for key, each in sorted(sums.items())
        ),
        batch_size=500,
    )


def _since(lender: Lender, frame: Frame, today: date) -> date:
    """The first day of the frame on which somebody was assigned."""
    span = frame.span(today)
    found = (
        Assignment.objects.filter(lender=lender, day__range=span, trial__isnull=not frame.of_trials)
        .order_by("day")
        .values_list("day", flat=True)
        .first()
    )
    return found or span.last
