"""A file's rows in batches, read one batch ahead of the database."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any, NamedTuple

from accounts.intake.parsing.shapes import Remark
from accounts.intake.readers.table import RawRow
from accounts.privacy.hiding import hides

BATCH_ROWS = 5_000


@hides("cells")
class ReadRow(NamedTuple):
    """One row of the file: where it stands, its cells, and what it says (or its errors)."""

    line: int
    cells: list[str]
    value: Any  # LoanRow, RepaymentRow or RowErrors
    prints: Any = None  # Prints of a LoanRow
    remarks: Sequence[Remark] = ()  # what was read otherwise than it is written


def in_batches(
    rows: Iterable[RawRow], read: Callable[[RawRow], ReadRow], *, size: int = BATCH_ROWS
) -> Iterator[list[ReadRow]]:
    """Lists of at most `size` rows; raises `FileError` where the file breaks."""
    rows = iter(rows)
    while batch := [read(raw) for raw in islice(rows, size)]:
        yield batch


def read_ahead(batches: Iterator[list[ReadRow]]) -> Generator[list[ReadRow], None, None]:
    """The same batches; the next is read while the database works on the last."""
    with ThreadPoolExecutor(1, thread_name_prefix="intake") as reader:
        coming = reader.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = reader.submit(next, batches, None)
            yield batch
