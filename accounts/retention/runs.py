"""Runs of retention: what would go is counted and shown; a day later it goes.

Both walk the tables by stretches of ids, each its own short transaction, and write down where they
are: killed anywhere, the next tick goes on from there, and doing a stretch twice does no harm. The
act itself is the database's (accounts.retention.sql).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import Error, connection, transaction
from django.utils.translation import gettext as _

from accounts.audit import trail
from accounts.database.refusals import refused_by
from accounts.errors import Refused
from accounts.models import RetentionRun, User
from accounts.retention.guard import guarded
from accounts.retention.kinds import VALUES, Values
from accounts.retention.rules import in_force
from accounts.retention.sql import due, name

State = RetentionRun.State
OPEN = (State.COUNTING, State.WAITING, State.ERASING)
SHOWN_FOR = timedelta(hours=20)
"""At least so long people can look at what would go, and stop it."""

MOST_IDS_AT_ONCE = 20_000
LOCK = 0x5EA4

Step = Callable[[RetentionRun, Values, int, int, dict[str, int]], bool]

_LATEST = "SELECT huancui_latest_over(%s, %s)"
_ENDS = "SELECT coalesce(min(id), 1) - 1, coalesce(max(id), 0) FROM {table}"
_COUNT = """
SELECT coalesce({lender}, 0), count(*) FROM {table} t
WHERE t.id > %(after)s AND t.id <= %(upto)s AND {due}
GROUP BY 1
"""


def newest() -> RetentionRun | None:
    return RetentionRun.objects.order_by("-pk").first()


@transaction.atomic
def begin(*, by: User | None, now: datetime) -> RetentionRun:
    """A run that is to be counted; raises Refused while there is one that is not over, and for who
    does not work with every lender."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    if RetentionRun.objects.filter(state__in=OPEN).exists():
        raise Refused(_("There is a run already that is not over."))
    with guarded():
        return RetentionRun.objects.create(moment=now, not_before=now + SHOWN_FOR, by=by)


def start(run: RetentionRun, *, by: User | None) -> RetentionRun:
    """What was shown goes, from now on. Raises Refused."""
    with guarded():
        fresh = _locked(run, State.WAITING)
        fresh.state, fresh.by, fresh.place = State.ERASING, by, {}
        fresh.save(update_fields=["state", "by", "place"])
    return fresh


def stop(run: RetentionRun, *, by: User, now: datetime) -> RetentionRun:
    """Nothing more goes; what went is gone. Raises Refused where it is over."""
    with guarded():
        fresh = _locked(run, *OPEN)
        fresh.state, fresh.stopped_by, fresh.ended_at = State.STOPPED, by, now
        fresh.save(update_fields=["state", "stopped_by", "ended_at"])
    return fresh


def tick(now: datetime) -> None:
    """Take up what a crash left, erase what was shown long enough, and count what is next."""
    run = newest()
    if run is not None and run.state == State.WAITING and run.not_before <= now:
        run = start(run, by=None)
    if run is None or run.state not in OPEN:
        if not _is_time_to_count(run, now):
            return
        run = begin(by=None, now=now)
    carry_on(run.pk, now)


def _is_time_to_count(last: RetentionRun | None, now: datetime) -> bool:
    """Something may go at all, and the last run, one that was stopped too, is of another day."""
    if last is not None and last.moment > now - SHOWN_FOR:
        return False
    return any(rule.months is not None for rule in in_force().values())


def carry_on(run_id: int, now: datetime) -> None:
    """Count or erase to the end, from where it is; nothing where the run waits or is over."""
    run = RetentionRun.objects.get(pk=run_id)
    if run.state == State.COUNTING and _walk(run, _count):
        RetentionRun.objects.filter(pk=run_id, state=State.COUNTING).update(state=State.WAITING)
    elif run.state == State.ERASING and _walk(run, _erase):
        _end(run_id, now)


def _end(run_id: int, now: datetime) -> None:
    with transaction.atomic():
        run = RetentionRun.objects.select_for_update(no_key=True).get(pk=run_id)
        if run.state != State.ERASING:
            return
        run.state, run.ended_at = State.DONE, now
        run.save(update_fields=["state", "ended_at"])
        trail.record(
            action="retention",
            table=RetentionRun._meta.db_table,
            row_id=str(run_id),
            after={"as_of": run.moment.isoformat(), "erased": run.erased},
        )


def _walk(run: RetentionRun, step: Step) -> bool:
    """Every stretch of every table from the run's place on; False where the run was stopped, or
    somebody else is at it."""
    begin_at, after = run.place.get("table", 0), run.place.get("after", 0)
    for number, values in enumerate(VALUES[begin_at:], begin_at):
        first, last = _stretch(run, values)
        at_once = min(values.ids_at_once, MOST_IDS_AT_ONCE)
        for before in range(max(first, after), last, at_once):
            upto = min(before + at_once, last)
            if not step(run, values, before, upto, {"table": number, "after": upto}):
                return False
        after = 0
    return True


def _stretch(run: RetentionRun, values: Values) -> tuple[int, int]:
    """The ids to walk; none where everything of the kind is kept."""
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, [values.kind, run.moment])
        if cursor.fetchone()[0] is None:
            return 0, 0
        cursor.execute(_ENDS.format(table=values.table))
        found: tuple[int, int] = cursor.fetchone()
    return found


@transaction.atomic
def _count(run: RetentionRun, values: Values, after: int, upto: int, place: dict[str, int]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, [values.kind, run.moment])
        latest = cursor.fetchone()[0]
        cursor.execute(
            _COUNT.format(
                lender=values.lender,
                table=values.table,
                due=due(values).format(latest="%(latest)s", at="%(at)s"),
            ),
            {"after": after, "upto": upto, "latest": latest, "at": run.moment},
        )
        _add(run.counted, values.kind, cursor.fetchall())
    return _keep(run, State.COUNTING, place, counted=run.counted)


def _erase(run: RetentionRun, values: Values, after: int, upto: int, place: dict[str, int]) -> bool:
    try:
        with transaction.atomic():
            trail.in_bulk("retention")
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT {name(values)}(%s, %s, %s)",
                    [run.pk, after, upto],
                )
                gone = cursor.fetchone()[0]
            run.erased[values.kind] = run.erased.get(values.kind, 0) + gone
            return _keep(run, State.ERASING, place, erased=run.erased)
    except Error as error:
        if refused_by(error) == "a_run_erases_in_its_time":
            return False  # stopped meanwhile
        raise


def _keep(run: RetentionRun, state: str, place: dict[str, int], **columns: Any) -> bool:
    """Where it is now; False where somebody stopped it, or went on from the same place."""
    same = RetentionRun.objects.filter(pk=run.pk, state=state, place=run.place)
    run.place = place
    return bool(same.update(place=place, **columns))


def _add(counted: dict[str, dict[str, int]], kind: str, rows: list[tuple[int, int]]) -> None:
    by_lender = counted.setdefault(kind, {})
    for lender, count in rows:
        by_lender[str(lender)] = by_lender.get(str(lender), 0) + count


def _locked(run: RetentionRun, *states: str) -> RetentionRun:
    fresh = RetentionRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    if fresh.state not in states:
        raise Refused(_("This run is further than that already."))
    return fresh
