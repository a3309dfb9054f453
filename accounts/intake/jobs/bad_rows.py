"""The bad rows of a file, as people read and mend them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext as _

from accounts.database.streaming import streamed
from accounts.intake.jobs import messages
from accounts.intake.merging.counts import from_text
from accounts.intake.parsing.cells.garbled import meant
from accounts.lists.spreadsheets import csv_line, heading_line
from accounts.models import ImportFile, ImportProblem

READ_PROBLEMS = 1_000
GARBLED = frozenset({"garbled", "garbled_as"})
NAMES_OF_A_ROW = ("customer_no", "loan_no", "reference", "amount")


@dataclass(slots=True)
class BadRow:
    """One row: its cells, and a sentence for each column (""; the row) that is wrong."""

    line: int
    cells: list[str] = field(repr=False)
    errors: dict[str, str] = field(default_factory=dict)


def bad_rows(
    import_file: ImportFile, *, after: int = 0, limit: int | None = None, values: bool = True
) -> list[BadRow]:
    """In file order, of the rows kept, those below line `after`. `values` False: for whoever may
    not see what stands in the cells, the sentences name none of it either."""
    problems = import_file.problems.filter(line__gt=after)
    if limit is not None:
        lines = problems.order_by("line").values_list("line", flat=True).distinct()[:limit]
        problems = problems.filter(line__in=list(lines))
    return list(grouped(import_file, problems.order_by("line", "pk"), values=values))


def grouped(
    import_file: ImportFile, problems: Iterable[ImportProblem], *, values: bool = True
) -> Iterator[BadRow]:
    for line, of_row in groupby(problems, key=lambda problem: problem.line):
        row = BadRow(line, [])
        for problem in of_row:
            if cells := ImportProblem.row.field.readable(problem):
                row.cells = from_text(cells)
            row.errors[problem.column] = messages.sentence(problem.code, problem.params)
            if values and problem.code in GARBLED:
                row.errors[problem.column] += _as_it_was(cell_of(import_file, row, problem.column))
        yield row


def _as_it_was(garbled: str) -> str:
    """What a garbled text says where that can be told; found anew, since no problem keeps it."""
    was = meant(garbled)
    return _(" It probably was “%(text)s”.") % {"text": was.text} if was and was.text else ""


def columns_to_show(import_file: ImportFile, rows: Sequence[BadRow]) -> list[tuple[str, str]]:
    """(column, heading) of what names a row and of what is wrong in any of these."""
    wrong = {column for row in rows for column in row.errors}
    matched = matched_columns(import_file)
    absent = sorted(wrong - {name for name, _heading in matched} - {""})
    shown = [pair for pair in matched if pair[0] in wrong or pair[0] in NAMES_OF_A_ROW]
    return [*shown, *((name, messages.column_name(name)) for name in absent)]


def matched_columns(import_file: ImportFile) -> list[tuple[str, str]]:
    """(column, heading) as they stand in the file, from left to right."""
    positions: dict[str, int] = import_file.columns.get("positions", {})
    matched = import_file.columns.get("matched", {})
    return [(name, matched[name]) for name in sorted(positions, key=positions.__getitem__)]


def cell_of(import_file: ImportFile, row: BadRow, column: str) -> str:
    place = import_file.columns.get("positions", {}).get(column)
    return row.cells[place] if place is not None and place < len(row.cells) else ""


def as_csv(import_file: ImportFile) -> Iterator[str]:
    """The bad rows under their own headings, with line and reasons behind; mend and upload it."""
    headings: list[str] = import_file.columns.get("headings", [])
    yield heading_line([*headings, _("Line in the file"), _("What is wrong")])
    problems = streamed(import_file.problems.order_by("line", "pk"), at_once=READ_PROBLEMS)
    for row in grouped(import_file, problems):
        cells = [*row.cells, *[""] * (len(headings) - len(row.cells))][: len(headings)]
        reasons = "; ".join(
            f"{column}: {text}" if column else text for column, text in row.errors.items()
        )
        yield csv_line([*cells, str(row.line), reasons])
