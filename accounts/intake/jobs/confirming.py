"""A file that changes or loses far more than usual waits until somebody has confirmed that."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.intake.jobs import first_rows, run_file
from accounts.intake.jobs.states import State, found_columns, move
from accounts.models import ImportFile, User


class UnusualFile(Exception):
    """The file changes or loses far more than usual, and nobody has confirmed that."""

    def __init__(self, found: run_file.Found) -> None:
        self.found = found
        super().__init__("unusual")


def is_allowed(import_file: ImportFile, found: run_file.Found) -> bool:
    """Whether what is unusual is what somebody has seen and confirmed."""
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


@transaction.atomic
def allow(import_id: int, *, by: User, now: datetime) -> bool:
    """Somebody has seen how unusual the file is, and says that it is right."""
    import_file = ImportFile.objects.select_for_update(no_key=True).get(pk=import_id)
    if import_file.state != State.CHECKED or not import_file.unusual:
        return False
    import_file.allowed_by, import_file.allowed_at = by, now
    import_file.save(update_fields=["allowed_by", "allowed_at"])
    audit.record(
        action="allow",
        table=ImportFile._meta.db_table,
        row_id=str(import_id),
        after={"filename": import_file.filename, "unusual": import_file.unusual},
    )
    return True
