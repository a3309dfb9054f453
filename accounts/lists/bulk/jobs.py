"""Carrying an act out on many rows, a little at a time, by the person who asked for it.

A row is one transaction: what is refused or goes wrong there stops no other. Whoever carries on
locks the row, so two pages of one job do none twice. Who is allowed is asked every time; what a
row allows, the service of the single act says.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.lists.bulk.acts import ACTS, Act
from accounts.models import BulkJob, BulkRow, User

log = logging.getLogger(__name__)

ROWS = "rows"
WHY_NOT = "why_not"
"""In what was said beside an act that was looked at: the rows that were left ticked, and why others
could not be, by id."""
SECONDS = 1.0
"""Of work between two looks of the page."""
State = BulkJob.State


def act_of(job: BulkJob) -> Act:
    return ACTS[job.act]


@transaction.atomic
def ask(rows: QuerySet[Any], act: Act, *, by: User, now: datetime) -> BulkJob:
    """Note what was chosen; nothing happens yet. Raises Refused for nothing, or too much."""
    found = list(rows.order_by().values_list("pk", act.seen or "pk")[: act.most + 1])
    return ask_as_seen(found, act, by=by, now=now)


@transaction.atomic
def ask_as_seen(
    found: Sequence[tuple[int, int | None]], act: Act, *, by: User, now: datetime
) -> BulkJob:
    """The same of rows by id, each with how far it had gone on the page they were chosen on."""
    if not found:
        raise Refused(_("Nothing is chosen. Tick rows, or all that match."))
    if len(found) > act.most:
        told = _("That is more than %(most)s rows. Filter the list further, and do it in parts.")
        raise Refused(told % {"most": f"{act.most:,}"})
    return _noted(act, found, by=by, now=now)


@transaction.atomic
def begin(job: BulkJob, said: Mapping[str, Any], *, by: User) -> None:
    """`said` as JSON can hold it."""
    fresh = _locked(job, by)
    if fresh.state == State.ASKED:
        fresh.state, fresh.fields = State.RUNNING, dict(said)
        fresh.save(update_fields=["state", "fields"])


@transaction.atomic
def stop(job: BulkJob, *, by: User) -> None:
    """What is done stays done; the rest waits."""
    _move(job, State.RUNNING, State.STOPPED, by)


@transaction.atomic
def resume(job: BulkJob, *, by: User) -> None:
    _move(job, State.STOPPED, State.RUNNING, by)


def carry_on(job: BulkJob, *, by: User, now: datetime, seconds: float = SECONDS) -> None:
    """Some more rows; at the last, the job is done."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not _one(job, by=by, now=now):
            return


@transaction.atomic
def undo(job: BulkJob, *, by: User, now: datetime) -> BulkJob:
    """A job of its own that takes back what was done; raises Refused where nothing can be."""
    fresh = _locked(job, by)
    act = act_of(fresh)
    if not act.undo or fresh.state not in (State.DONE, State.STOPPED):
        raise Refused(_("This cannot be taken back."))
    if hasattr(fresh, "undone_by"):
        raise Refused(_("This has been taken back already."))
    done = fresh.rows.filter(state=BulkRow.State.DONE).values_list("object_id", "seen")
    if not done:
        raise Refused(_("Nothing was done that could be taken back."))
    made = _noted(ACTS[act.undo], list(done), by=by, now=now, undoes=fresh)
    begin(made, {}, by=by)
    return made


def counts(job: BulkJob) -> dict[str, int]:
    """Rows by result."""
    found = job.rows.order_by().values_list("state").annotate(n=Count("pk"))
    return dict.fromkeys(BulkRow.State.values, 0) | dict(found)


def _noted(
    act: Act,
    found: Sequence[tuple[int, int | None]],
    *,
    by: User,
    now: datetime,
    undoes: BulkJob | None = None,
) -> BulkJob:
    job = BulkJob.objects.create(act=act.code, by=by, asked_at=now, total=len(found), undoes=undoes)
    BulkRow.objects.bulk_create(
        [BulkRow(job=job, object_id=pk, seen=seen) for pk, seen in found], batch_size=2_000
    )
    return job


@transaction.atomic
def _one(job: BulkJob, *, by: User, now: datetime) -> bool:
    """The next row; False at the end, or where somebody stopped it."""
    fresh = _locked(job, by)
    if fresh.state != State.RUNNING:
        return False
    row = fresh.rows.filter(state=BulkRow.State.WAITING).order_by("pk").first()
    if row is None:
        fresh.state, fresh.ended_at = State.DONE, now
        fresh.save(update_fields=["state", "ended_at"])
        return False
    row.state, said = _tried(act_of(fresh), row, fresh.fields, by=by, now=now)
    row.said = said[:300]
    row.save(update_fields=["state", "said"])
    return True


def _tried(
    act: Act, row: BulkRow, said: Mapping[str, Any], *, by: User, now: datetime
) -> tuple[str, str]:
    if ROWS in said and row.object_id not in said[ROWS]:
        why_not = said.get(WHY_NOT, {}).get(str(row.object_id))
        return BulkRow.State.REFUSED, why_not or _("Left out before it began.")
    try:
        with transaction.atomic():
            return BulkRow.State.DONE, act.do(row, said, by=by, now=now) or ""
    except Refused as refused:
        return BulkRow.State.REFUSED, str(refused)
    except ObjectDoesNotExist:
        return BulkRow.State.REFUSED, _("It is not there any more.")
    except PermissionDenied:
        return BulkRow.State.REFUSED, _("You may not do this here.")
    except Exception:
        log.exception("act %s on row %d of job %d", act.code, row.object_id, row.job_id)
        return BulkRow.State.REFUSED, _("Something went wrong here; it is on record.")


def _move(job: BulkJob, before: str, after: str, by: User) -> None:
    fresh = _locked(job, by)
    if fresh.state == before:
        fresh.state = after
        fresh.save(update_fields=["state"])


def _locked(job: BulkJob, by: User) -> BulkJob:
    """For its person alone, who may still do the act."""
    fresh = BulkJob.objects.select_for_update(no_key=True).get(pk=job.pk)
    if fresh.by_id != by.pk or not act_of(fresh).is_open_to(by):
        raise PermissionDenied
    return fresh
