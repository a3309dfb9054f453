"""The life of an imported file. Every step is a conditional update: two people cannot both take it.

register → check → (a person answers what only they can tell: questions) → check
                → (a person confirms: begin_apply) → apply | cancel
"""

import logging
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Q

from accounts.audit import trail
from accounts.database.refusals import is_duplicate
from accounts.intake.jobs import (
    announce,
    first_rows,
    locks,
    progress,
    questions,
    run_file,
    stored_files,
    virus,
)
from accounts.intake.jobs.confirming import UnusualFile, is_allowed, stop_and_ask
from accounts.intake.jobs.states import State, end, found_columns, move, said
from accounts.intake.jobs.stored_files import StoredFile
from accounts.intake.merging import call_figures
from accounts.intake.readers.errors import FileError
from accounts.models import ImportFile, User
from accounts.models.intake import SOMETHING_ENTERED
from accounts.rotation import known_keys

log = logging.getLogger(__name__)

MAX_FILENAME_CHARS = 200
UNCLAIMED_FOR = timedelta(minutes=2)
"""A worker takes longer than this only when there is none."""

NOTHING_ASKED: dict[str, Any] = {"question": {}, "allowed_by": None, "allowed_at": None}
TRIES = 3
DEADLOCK, SERIALIZATION = "40P01", "40001"


class AlreadyApplied(Exception):
    """The same file is in already, or going in. `.by` and `.at` say who brought it and when."""

    def __init__(self, other: ImportFile) -> None:
        self.at = other.applied_at or other.begun_at or other.uploaded_at
        self.by = str(other.uploaded_by or "")
        super().__init__(f"import {other.pk}")


def register(
    stored: StoredFile,
    *,
    kind: str,
    filename: str,
    by: User | None,
    now: datetime,
    encoding: str = "",
) -> ImportFile:
    """Write down a file that has arrived; one that was applied before is refused at once.

    `encoding` is what somebody says a text is in; left out, it is found out.
    """
    import_file = ImportFile(
        kind=kind,
        filename=PurePath(filename).name[-MAX_FILENAME_CHARS:],
        sha256=stored.sha256,
        size=stored.size,
        stored_as=stored.stored_as,
        chosen_encoding=encoding,
        uploaded_by=by,
        uploaded_at=now,
    )
    if earlier := applied_before(import_file):
        import_file.state = State.REFUSED
        import_file.error = already_applied(AlreadyApplied(earlier))
        import_file.stored_as = ""
        stored_files.remove(stored.stored_as)
    import_file.save()
    return import_file


def applied_before(import_file: ImportFile) -> ImportFile | None:
    return (
        ImportFile.objects.filter(
            kind=import_file.kind,
            sha256=import_file.sha256,
            by_key=None,
            state__in=(State.APPLYING, State.APPLIED),
        )
        .filter(Q(state=State.APPLYING) | SOMETHING_ENTERED)
        .exclude(pk=import_file.pk)
        .select_related("uploaded_by")
        .first()
    )


def begin_check(import_id: int, *, now: datetime) -> bool:
    """uploaded, or answered, → checking; False when somebody was faster."""
    progress.forget(import_id)
    return any(
        move(import_id, state, State.CHECKING, begun_at=now, error="", **NOTHING_ASKED)
        for state in (State.UPLOADED, State.ASKED, State.CHECKED)
    )


def check(import_id: int, *, now: datetime) -> None:
    """Read a file that is `checking` to its end without changing anything but its own record.
    Raises KeysMissing, as `apply` does, and leaves the file to another process."""
    known_keys.require()
    try:
        with transaction.atomic():
            locks.work_on(import_id)
            import_file = ImportFile.objects.get(pk=import_id)
            if import_file.state != State.CHECKING:
                return
            virus.look(import_file)
            found = run_file.run(import_file, now=now, write=False)
            columns = found_columns(found) | {
                "rows_total": found.counts.read,
                "first_rows": first_rows.sealed({found.encoding: found.first_rows}, import_id),
            }
            move(import_id, State.CHECKING, State.CHECKED, **columns)
    except locks.AlreadyAtWork:
        return
    except virus.NotScanned as waits:
        put_back(import_id, error=waits.error)
    except FileError as error:
        reason = said(error.code, **error.params)
        if question := questions.of(ImportFile.objects.get(pk=import_id), error):
            move(import_id, State.CHECKING, State.ASKED, error=reason, **question)
        else:
            end(import_id, State.CHECKING, State.REFUSED, error=reason)
    except Exception:
        end(import_id, State.CHECKING, State.REFUSED, error=said("internal"))
        raise


def begin_apply(import_id: int, *, now: datetime, unchecked: bool = False) -> bool:
    """checked (`unchecked`, for commands: uploaded) → applying; False when somebody was faster,
    or when it takes a second person and none has confirmed it (`allow`).

    Raises `AlreadyApplied` when the same file came in meanwhile.
    """
    try:
        with transaction.atomic():
            progress.forget(import_id)
            state = State.UPLOADED if unchecked else State.CHECKED
            waits = ImportFile.objects.filter(pk=import_id, allowed_at=None)
            if waits.exclude(unusual=[], needs_second=0).exists():
                return False
            return move(import_id, state, State.APPLYING, begun_at=now, error="")
    except IntegrityError as error:
        if not is_duplicate(error):
            raise
        earlier = applied_before(ImportFile.objects.get(pk=import_id))
        if earlier is None:  # it failed in this very moment: the next try will do
            return False
        raise AlreadyApplied(earlier) from None


def apply(
    import_id: int,
    *,
    by: User | None,
    source: str,
    now: datetime,
    wait: bool,
    hold: bool = False,
) -> run_file.Found | None:
    """Bring in a file that is `applying`, in one transaction: all its good rows, or nothing.

    With `wait`, after whatever import is under way; without, raises `locks.Busy` at once and the
    file is `checked` again. `source` is what the audit trail says it came through. With `hold`,
    for files of the machine's own, rows that take a second person are left out: they are in what
    is returned, once the others have entered.
    """
    known_keys.require()
    for attempt in range(1, TRIES + 1):
        try:
            with trail.acting(user=by, source=source), transaction.atomic():
                return merge(import_id, now=now, wait=wait, hold=hold)
        except locks.AlreadyAtWork:
            return None
        except UnusualFile as stopped:
            stop_and_ask(import_id, stopped.found)
            asks_more = stopped.found.needs_second or stopped.found.held
            if asks_more and begin_check(import_id, now=now):
                check(import_id, now=now)  # what was found went with the transaction
            return None
        except locks.Busy:
            put_back(import_id)
            raise
        except virus.NotScanned as waits:
            put_back(import_id, error=waits.error)
            return None
        except FileError as error:
            end(import_id, State.APPLYING, State.FAILED, error=said(error.code, **error.params))
            return None
        except Exception as error:
            if attempt < TRIES and is_passing(error):
                log.warning("import %s: %s, trying again", import_id, type(error).__name__)
                continue
            end(import_id, State.APPLYING, State.FAILED, error=said("internal"))
            raise
    return None


def merge(
    import_id: int, *, now: datetime, wait: bool, hold: bool = False
) -> run_file.Found | None:
    locks.work_on(import_id)
    locks.take_turn(wait=wait)
    import_file = ImportFile.objects.get(pk=import_id)
    if import_file.state != State.APPLYING:
        return None
    virus.look(import_file)
    trail.in_bulk("import")
    found = run_file.run(import_file, now=now, write=True, hold=hold)
    if not is_allowed(import_file, found):
        raise UnusualFile(found)
    if import_file.by_key_id is not None:
        call_figures.keep(import_file, found.figures, now=now)
    announce.announce_retired(now=now)
    announce.announce_touched(now=now)
    announce.announce_recorded(now=now)
    announce.announce_reversed(now=now)
    move(
        import_id,
        *(State.APPLYING, State.APPLIED),
        **found_columns(found),
        rows_total=found.counts.read,
        applied_at=now,
        first_rows=None,
    )
    trail.record(
        action="import",
        table=ImportFile._meta.db_table,
        row_id=str(import_id),
        after={
            "kind": import_file.kind,
            "filename": import_file.filename,
            "sha256": import_file.sha256,
            "needs_second": found.needs_second,
            "held": len(found.held),
            **found.counts.as_columns(),
        },
    )
    return found  # the sealed file stays as long as the trail that names it


def is_passing(error: Exception) -> bool:
    """A lock or a key somebody else took meanwhile; nothing of ours was kept, so try again."""
    code = getattr(error.__cause__, "pgcode", None)
    return (isinstance(error, OperationalError) and code in {DEADLOCK, SERIALIZATION}) or (
        isinstance(error, IntegrityError) and is_duplicate(error)
    )


def cancel(import_id: int) -> bool:
    """Nobody wants it after all; False when it is past that."""
    waiting = (State.CHECKED, State.UPLOADED, State.ASKED)
    return any(end(import_id, state, State.CANCELLED) for state in waiting)


def put_back(import_id: int, *, error: str = "") -> bool:
    """checking → uploaded, applying → what it was before: nothing of the file has entered."""
    never_checked = ImportFile.objects.filter(pk=import_id, rows_total=None).exists()
    before = State.UPLOADED if never_checked else State.CHECKED
    return move(import_id, State.APPLYING, before, error=error) or move(
        import_id, State.CHECKING, State.UPLOADED, error=error
    )


def recover(*, now: datetime) -> list[int]:
    """Give back the files whose worker died or never came; returns their ids."""
    stuck = ImportFile.objects.filter(
        state__in=(State.CHECKING, State.APPLYING), begun_at__lte=now - UNCLAIMED_FOR
    )
    given_back = []
    for import_id in stuck.values_list("pk", flat=True):
        try:
            with transaction.atomic():
                locks.work_on(import_id)
                back = put_back(import_id, error=said("interrupted"))
        except locks.AlreadyAtWork:
            continue  # its worker is alive
        if back:
            given_back.append(import_id)
    return given_back


def sweep_files(*, before: float) -> int:
    """Remove stored files no open import names; `before` is machine time in seconds."""
    keep = set(ImportFile.objects.exclude(stored_as="").values_list("stored_as", flat=True))
    gone = stored_files.left_behind(keep=keep, before=before)
    for name in gone:
        stored_files.remove(name)
    return len(gone)


def already_applied(earlier: AlreadyApplied) -> str:
    return said("already_applied", at=earlier.at.isoformat(), by=earlier.by)
