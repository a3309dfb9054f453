"""A file waits for a second person, never whoever uploaded it.

When it changes or loses far more than usual, and when rows of it could turn somebody's texts to a
stranger (`merging.second_person`).
"""

import json
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import trail
from accounts.errors import Refused
from accounts.input.reasons import of_substance
from accounts.intake.jobs import first_rows, run_file
from accounts.intake.jobs.states import State, end, found_columns, move, said
from accounts.models import ApiKey, ImportFile, User


class UnusualFile(Exception):
    """The file needs somebody's word, and nobody has given it on what it does now."""

    def __init__(self, found: run_file.Found) -> None:
        self.found = found
        super().__init__("unusual")


def is_allowed(import_file: ImportFile, found: run_file.Found) -> bool:
    """Whether what takes a second person is what one has seen and confirmed."""
    if found.needs_second and (
        import_file.allowed_at is None or found.second_mark != import_file.second_mark
    ):
        return False
    if not found.unusual:
        return True
    seen = {(told["lender"], told["code"]) for told in import_file.unusual}
    now_found = {(told["lender"], told["code"]) for told in found.unusual}
    return import_file.allowed_at is not None and now_found <= seen


def stop_and_ask(import_id: int, found: run_file.Found) -> None:
    """applying → checked: nothing of the file entered, and the page shows why."""
    move(
        import_id,
        *(State.APPLYING, State.CHECKED),
        **found_columns(found),
        rows_total=found.counts.read,
        first_rows=first_rows.sealed({found.encoding: found.first_rows}, import_id),
        allowed_by=None,
        allowed_at=None,
    )


def waits(import_file: ImportFile) -> bool:
    """Whether a second person has to look before it enters."""
    asks = bool(import_file.unusual or import_file.needs_second)
    return asks and import_file.allowed_at is None and import_file.state == State.CHECKED


def obstacle(import_file: ImportFile, *, by: User) -> str:
    """Why this person is not the second; empty when they may be."""
    if by.pk == import_file.uploaded_by_id:
        return _("You uploaded this file: somebody else has to look at it.")
    if ApiKey.part_is_of(by, login=import_file.uploaded_by_id):
        return _("You took the secret of the key it came by: somebody else has to look at it.")
    return ""


def mark(import_file: ImportFile) -> str:
    """What the file does as its page shows it: read otherwise, or changed otherwise, it is another
    mark."""
    does = (
        import_file.sha256,
        import_file.encoding,
        import_file.columns,
        import_file.unusual,
        import_file.second_mark,
    )
    return sha256(json.dumps(does, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def allow(import_id: int, *, by: User, now: datetime, seen: str | None = None) -> bool:
    """A second person has seen what the file does, and says that it is right; `seen`: its `mark`
    then. Raises Refused."""
    import_file = ImportFile.objects.select_for_update(no_key=True).get(pk=import_id)
    if not waits(import_file):
        return False
    if why_not := obstacle(import_file, by=by):
        raise Refused(why_not)
    if seen is not None and seen != mark(import_file):
        raise Refused(_("The file has been read otherwise since you looked. Look again."))
    import_file.allowed_by, import_file.allowed_at = by, now
    import_file.save(update_fields=["allowed_by", "allowed_at"])
    trail.record(
        action="allow",
        table=ImportFile._meta.db_table,
        row_id=str(import_id),
        after={
            "filename": import_file.filename,
            "unusual": import_file.unusual,
            "needs_second": import_file.needs_second,
            "second_mark": import_file.second_mark,
        },
    )
    return True


@transaction.atomic
def refuse(import_id: int, *, by: User, reason: str) -> bool:
    """A second person says that it is not right: nothing of it enters. Raises Refused."""
    reason = of_substance(reason)
    import_file = ImportFile.objects.select_for_update(no_key=True).get(pk=import_id)
    if not waits(import_file):
        return False
    if why_not := obstacle(import_file, by=by):
        raise Refused(why_not)
    error = said("second_refused", by=str(by), reason=reason)
    end(import_id, State.CHECKED, State.CANCELLED, error=error)
    trail.record(
        action="refuse",
        table=ImportFile._meta.db_table,
        row_id=str(import_id),
        after={"filename": import_file.filename, "reason": reason},
    )
    return True
