"""Counting what a file brings, and keeping its bad rows for those who must mend them."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from accounts.intake.merging.batches import ReadRow
from accounts.intake.parsing.shapes import CellError, Remark
from accounts.models import ImportFile, ImportProblem

MAX_STORED_PROBLEMS = 10_000
INSERT_ROWS = 1_000


@dataclass(slots=True)
class Counts:
    """Rows of one file. The last four add up to `read` when the file is through."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    bad: int = 0

    def as_columns(self) -> dict[str, int]:
        """As `ImportFile` names them."""
        return {f"rows_{name}": count for name, count in asdict(self).items()}


@dataclass(slots=True)
class Remarked:
    """How many rows, and the line of the first."""

    count: int
    first: int


class Tally:
    """Counts of one pass over a file. All bad rows are counted, the first 10,000 errors kept."""

    def __init__(self, import_file: ImportFile) -> None:
        self.counts = Counts()
        self._import_file = import_file
        self._waiting: list[ImportProblem] = []
        self._kept = 0
        self._remarks: dict[Remark, Remarked] = {}

    def remark(self, row: ReadRow) -> None:
        """Count what was read otherwise than it is written."""
        for remark in row.remarks:
            self._remarks.setdefault(remark, Remarked(0, row.line)).count += 1

    def note(self, remark: Remark, line: int) -> None:
        """Count what was found wrong with a row only beside what we know; the row enters."""
        self._remarks.setdefault(remark, Remarked(0, line)).count += 1

    def remarks(self) -> list[dict[str, int | str]]:
        """One line a column and kind, as it is kept with the file."""
        return [
            {**remark._asdict(), "count": found.count, "first": found.first}
            for remark, found in sorted(self._remarks.items())
        ]

    def refuse(self, row: ReadRow, *errors: CellError) -> None:
        """The row does not enter, for these reasons."""
        self.counts.bad += 1
        for place, error in enumerate(errors):
            if self._kept >= MAX_STORED_PROBLEMS:
                return
            self._kept += 1
            # A row with several errors is kept once, with the first of them.
            self._waiting.append(self._problem(row, error, cells=row.cells if not place else None))

    def save(self) -> None:
        """Write what is waiting: a constant number of queries a batch."""
        ImportProblem.objects.bulk_create(self._waiting, batch_size=INSERT_ROWS)
        self._waiting = []

    def _problem(
        self, row: ReadRow, error: CellError, *, cells: Sequence[str] | None
    ) -> ImportProblem:
        return ImportProblem(
            import_file=self._import_file,
            line=row.line,
            column=error.column,
            code=error.code,
            params=dict(error.params),
            row=as_text(cells) if cells is not None else None,
        )


def as_text(cells: Sequence[str]) -> str:
    return json.dumps(cells, ensure_ascii=False)


def from_text(text: str) -> list[str]:
    """The cells of a bad row; for those who may import."""
    cells: list[str] = json.loads(text)
    return cells
