"""What only a person can tell of a file: how its text is encoded, and which column is which.

A file that waits for an answer is `asked`. Whoever answers has it checked again (begin_check).
"""

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction

from accounts.intake.jobs import first_rows
from accounts.intake.jobs.column_matching import KINDS, Matching, remember
from accounts.intake.jobs.stored_files import open_stored
from accounts.intake.parsing.headers import fold
from accounts.intake.readers.errors import FileError
from accounts.intake.readers.open import open_table
from accounts.intake.readers.which_encoding import LABELS
from accounts.models import ImportFile, User

State = ImportFile.State
ENCODING, COLUMNS = "encoding", "columns"
LOOKED_AT = 50


class AnswerRefused(Exception):
    """Nothing was changed. `.code` is a key of messages.TEXTS, `.params` fill it in."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def of(import_file: ImportFile, error: FileError) -> dict[str, Any] | None:
    """The question a refusal comes to, as columns of its record; None when none would help."""
    if error.code == "which_encoding":
        encodings = str(error.params["encodings"]).split()
        return {
            "question": {"kind": ENCODING, "encodings": encodings},
            "first_rows": first_rows.sealed(
                first_rows.in_each(import_file, encodings), import_file.pk
            ),
        }
    if error.code in {"unmatched_columns", "duplicate_column"}:
        headings, rows = look(import_file)
        return {
            "question": {"kind": COLUMNS, "headings": headings},
            "first_rows": first_rows.sealed({"": rows}, import_file.pk),
        }
    return None


def look(import_file: ImportFile) -> tuple[list[str], list[list[str]]]:
    """Headings and first rows, matched to nothing yet."""
    with open_stored(import_file.stored_as) as source:
        table = open_table(
            source,
            import_file.filename,
            encoding=import_file.chosen_encoding or None,
            known=Matching(import_file).knows,
        )
        return table.headers, first_rows.as_read(table.rows)


def answer_encoding(import_file: ImportFile, encoding: str) -> None:
    """Have the file read so. Raises AnswerRefused."""
    if encoding not in LABELS:
        raise AnswerRefused("no_such_encoding")
    ImportFile.objects.filter(pk=import_file.pk).update(chosen_encoding=encoding)


@transaction.atomic
def answer_columns(
    import_file: ImportFile, chosen: Mapping[str, str], *, by: User, now: datetime
) -> None:
    """Which heading each column of ours has ("" for one the file does not have), of this file and
    of the next ones of its lenders. Raises AnswerRefused.
    """
    kind = KINDS[import_file.kind]
    for column in kind.columns:
        if column in kind.optional or chosen.get(column):
            continue
        if column not in chosen or column not in kind.may_be_absent:
            raise AnswerRefused("column_needed", column=column)
    taken: dict[str, str] = {}
    for column, heading in chosen.items():
        if heading and taken.setdefault(fold(heading), column) != column:
            raise AnswerRefused("heading_twice", heading=heading)
    import_file.chosen_columns = dict(chosen)
    ImportFile.objects.filter(pk=import_file.pk).update(chosen_columns=import_file.chosen_columns)
    remember(
        kind=import_file.kind, lender_ids=lenders_of(import_file), chosen=chosen, by=by, now=now
    )


def lenders_of(import_file: ImportFile) -> set[int]:
    """Whose file it is, by its first rows."""
    matching = Matching(import_file)
    with open_stored(import_file.stored_as) as source:
        table = open_table(
            source,
            import_file.filename,
            encoding=import_file.chosen_encoding or None,
            known=matching.knows,
        )
        return matching.lenders(table.headers, list(islice(table.rows, LOOKED_AT)))
