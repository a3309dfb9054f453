"""Which heading is which column: by its name, or by what a person said once of a lender's files."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from accounts.intake.parsing import headers
from accounts.intake.parsing.headers import Columns, Said, fold
from accounts.intake.readers.table import RawRow
from accounts.models import ImportFile, Lender, Loan, MatchedColumn, User

Match = Callable[[Sequence[str], Said], Columns]


class Kind(NamedTuple):
    """What the files of one kind hold, and which of their columns tells whose they are."""

    columns: Mapping[str, tuple[str, ...]]
    optional: frozenset[str]
    may_be_absent: frozenset[str]
    match: Match
    lender_column: str


KINDS: Mapping[str, Kind] = {
    ImportFile.Kind.LOANS: Kind(
        headers.LOAN_COLUMNS,
        headers.LOAN_OPTIONAL,
        headers.LOAN_MAY_BE_ABSENT,
        headers.match_loan_headers,
        "lender",
    ),
    ImportFile.Kind.REPAYMENTS: Kind(
        headers.REPAYMENT_COLUMNS,
        headers.REPAYMENT_OPTIONAL,
        frozenset(),
        headers.match_repayment_headers,
        "loan_no",
    ),
}


class Matching:
    """What is remembered for one kind of file; read once, at the start of a pass."""

    def __init__(self, import_file: ImportFile) -> None:
        self._kind = KINDS[import_file.kind]
        self._chosen: Mapping[str, str] = import_file.chosen_columns
        self._remembered = list(
            MatchedColumn.objects.filter(kind=import_file.kind).select_related("said_by")
        )
        names = {
            fold(word) for name, words in self._kind.columns.items() for word in (name, *words)
        }
        self._known = names | {row.heading for row in self._remembered if row.heading}
        self._known |= set(map(fold, self._chosen.values()))

    @property
    def columns(self) -> Sequence[str]:
        """Every column of this kind, by its name."""
        return list(self._kind.columns)

    def knows(self, heading: str) -> bool:
        return fold(heading) in self._known

    def match(self, headings: Sequence[str], first_rows: Sequence[RawRow]) -> Columns:
        """Raises `FileError` for missing or doubled columns."""
        return self._kind.match(headings, self.said(headings, first_rows))

    def said(self, headings: Sequence[str], first_rows: Sequence[RawRow]) -> Said:
        """Of this very file; else of its lenders'."""
        if self._chosen:
            return Said(
                {fold(heading): name for name, heading in self._chosen.items() if heading},
                frozenset(name for name, heading in self._chosen.items() if not heading),
            )
        if not self._remembered:
            return headers.NOTHING_SAID
        folded = set(map(fold, headings))
        lenders = self.lenders(headings, first_rows)
        of_them = [row for row in self._remembered if row.lender_id in lenders]
        columns = {row.heading: row.column for row in of_them if row.heading in folded}
        absent = {row.column for row in of_them if not row.heading} - set(columns.values())
        return Said(columns, frozenset(absent))

    def lenders(self, headings: Sequence[str], first_rows: Sequence[RawRow]) -> set[int]:
        """Whose file it is, by the column that tells so, whatever any lender calls that."""
        column = self._kind.lender_column
        called = {fold(word) for word in (column, *self._kind.columns[column])}
        called |= {row.heading for row in self._remembered if row.column == column and row.heading}
        chosen = self._chosen.get(column)
        if chosen:
            called = {fold(chosen)}
        places = [place for place, heading in enumerate(headings) if fold(heading) in called]
        cells = {
            raw.cells[place].strip()
            for raw in first_rows
            for place in places
            if place < len(raw.cells)
        }
        if column == "lender":
            named = Lender.objects.filter(Q(code__in=cells) | Q(name__in=cells))
            return set(named.values_list("pk", flat=True))
        return set(Loan.objects.filter(loan_no__in=cells).values_list("lender_id", flat=True))

    def said_by(self, columns: Columns, headings: Sequence[str]) -> dict[str, str]:
        """Column → who said so and when, for those matched by memory."""
        by_heading = {(row.heading, row.column): row for row in self._remembered}
        found = {}
        for name, place in columns.positions.items():
            if row := by_heading.get((fold(headings[place]), name)):
                found[name] = f"{row.said_by} · {row.said_at:%Y-%m-%d}"
        return found


@transaction.atomic
def remember(
    *, kind: str, lender_ids: set[int], chosen: Mapping[str, str], by: User, now: datetime
) -> None:
    """What was said of one file, for the next ones of its lenders. The last word counts."""
    names = {
        fold(word): name for name, words in KINDS[kind].columns.items() for word in (name, *words)
    }
    for lender_id in sorted(lender_ids):
        rows = MatchedColumn.objects.filter(kind=kind, lender_id=lender_id)
        for column, heading in chosen.items():
            folded = fold(heading)
            if folded:
                rows.filter(Q(heading=folded) | Q(column=column, heading="")).delete()
            else:
                rows.filter(column=column).delete()
            if names.get(folded) != column:  # else it is called as we call it
                rows.create(
                    kind=kind,
                    lender_id=lender_id,
                    column=column,
                    heading=folded,
                    said_by=by,
                    said_at=now,
                )
