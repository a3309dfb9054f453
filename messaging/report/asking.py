"""A report asked for, carried out by a worker, stopped, and kept.

All of it is read at one moment, in a transaction whose own rows nobody sees before it ends: how far
it is, and that it is to stop, is told beside the database.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import redis
from django.core.cache import cache
from django.utils.translation import gettext as _

from accounts.access.team import TEAM, team_day
from accounts.errors import Refused
from accounts.models import Lender, User
from accounts.rules.lender_day import end_of_day, start_of_day
from messaging.models import ComplianceReport, DayProof
from messaging.report import rules, stored, summing
from messaging.report.parts import Period, Report
from messaging.report.service import compliance

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
State = ComplianceReport.State
OPEN = (State.WAITING, State.WORKING)

LONGEST_DAYS = 400
LOST_AFTER = timedelta(hours=2)
"""A worker that is so long at one report has died."""
KEPT_SECONDS = 3 * 3600
STOPPED = "stopped"


class Stopped(Exception):
    """Somebody stopped it."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Which check is under way: the `number`th `of` so many, from 0."""

    number: int
    of: int
    name: str


def ask(
    *,
    first: date,
    last: date,
    lender: Lender | None,
    rule: str,
    by: User,
    now: datetime,
    from_days: bool = False,
) -> ComplianceReport:
    """Raises Refused for a period that is none or has not begun, and for days put together for one
    lender or rule alone."""
    if last < first:
        raise Refused(_("The last day is before the first."))
    if (last - first).days >= LONGEST_DAYS:
        raise Refused(_("At most %(days)d days at once.") % {"days": LONGEST_DAYS})
    if first > team_day(now):
        raise Refused(_("The first day has not begun yet."))
    if rule and rules.named(rule) is None:
        raise Refused(_("There is no such rule."))
    if from_days and (lender is not None or rule):
        raise Refused(_("Days are proven for all lenders and rules together."))
    return ComplianceReport.objects.create(
        first=first,
        last=last,
        lender=lender,
        rule=rule,
        from_days=from_days,
        asked_by=by,
        asked_at=now,
    )


def period(report: ComplianceReport, now: datetime) -> Period:
    """Its days, of its lender, as seen now."""
    since, until = start_of_day(TEAM, report.first), end_of_day(TEAM, report.last)
    return Period(since, until, now, report.lender_id)


def stop(report: ComplianceReport, *, now: datetime) -> bool:
    """False when it was not under way."""
    _tell(report.pk, STOPPED)
    under_way = ComplianceReport.objects.filter(pk=report.pk, state__in=OPEN)
    return bool(under_way.update(state=State.STOPPED, ended_at=now))


def work(report_id: int, *, clock: Clock) -> bool:
    """Whether it was carried to its end; False where another worker has it, or it was stopped."""
    mine = ComplianceReport.objects.filter(pk=report_id, state=State.WAITING)
    if not mine.update(state=State.WORKING, seen_at=clock()):
        return False
    asked = ComplianceReport.objects.get(pk=report_id)
    _forget(report_id)
    try:
        found = _from_days(asked, clock()) if asked.from_days else _from_rows(asked, clock())
    except Stopped:
        _end(report_id, state=State.STOPPED, ended_at=clock())
        return False
    except Exception:
        log.exception("report %s failed", report_id)
        _end(report_id, state=State.FAILED, ended_at=clock())
        raise
    violations = sum(check.violation_count for check in found.checks)
    return _end(
        report_id,
        state=State.DONE,
        ended_at=clock(),
        result=found.to_json(),
        violations=violations,
    )


def _from_rows(asked: ComplianceReport, now: datetime) -> Report:
    return compliance(
        since=start_of_day(TEAM, asked.first),
        until=end_of_day(TEAM, asked.last),
        now=now,
        lender=asked.lender_id,
        rule=asked.rule,
        begins=lambda number, of, name: _go_on(asked.pk, Progress(number, of, name)),
    )


def _from_days(asked: ComplianceReport, now: datetime) -> Report:
    """What was proven of each day; a day of which nothing is kept is counted from its rows."""
    proofs = DayProof.objects.filter(day__gte=asked.first, day__lte=asked.last)
    kept = {proof.day: proof.result for proof in proofs if proof.result}
    number = (asked.last - asked.first).days + 1
    days = []
    for n in range(number):
        _go_on(asked.pk, Progress(n, number, ""))
        day = asked.first + timedelta(days=n)
        begin, end = start_of_day(TEAM, day), end_of_day(TEAM, day)
        days.append(
            stored.from_json(kept[day])
            if day in kept
            else compliance(since=begin, until=end, now=now)
        )
    return summing.together(days, period(asked, now))


def take_up_lost(*, now: datetime) -> int:
    """Give back what a killed worker left; how many."""
    lost = ComplianceReport.objects.filter(state=State.WORKING, seen_at__lt=now - LOST_AFTER)
    return lost.update(state=State.WAITING)


def waiting() -> list[int]:
    found = ComplianceReport.objects.filter(state=State.WAITING).order_by("pk")
    return list(found.values_list("pk", flat=True))


def progress(report_id: int) -> Progress | None:
    """None: nothing is known of it."""
    try:
        told = cache.get(_key(report_id))
    except redis.RedisError:
        return None
    return Progress(*told) if told and told != STOPPED else None


def _go_on(report_id: int, progress: Progress) -> None:
    """Raises Stopped where somebody stopped it."""
    try:
        if cache.get(_key(report_id)) == STOPPED:
            raise Stopped
        cache.set(
            _key(report_id), [progress.number, progress.of, progress.name], timeout=KEPT_SECONDS
        )
    except redis.RedisError:
        return  # it goes on when the cache is away, and cannot be stopped before its end


def _tell(report_id: int, what: str) -> None:
    try:
        cache.set(_key(report_id), what, timeout=KEPT_SECONDS)
    except redis.RedisError:
        log.warning("report %s: the worker cannot be told to stop", report_id)


def _forget(report_id: int) -> None:
    """What was told of an earlier one is never this one's."""
    with suppress(redis.RedisError):
        cache.delete(_key(report_id))


def _key(report_id: int) -> str:
    return f"report:progress:{report_id}"


def _end(report_id: int, **columns: object) -> bool:
    working = ComplianceReport.objects.filter(pk=report_id, state=State.WORKING)
    return bool(working.update(**columns))
