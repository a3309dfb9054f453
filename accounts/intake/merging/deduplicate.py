"""What every kind of row must pass before anything is looked up: readable, and said once."""

from collections.abc import Callable, Iterable, Sequence

from accounts.intake.merging.batches import ReadRow
from accounts.intake.merging.column_widths import too_wide
from accounts.intake.merging.counts import Tally
from accounts.intake.merging.first_mentions import Mention, note_first_mentions
from accounts.intake.parsing.shapes import CellError, RowErrors


def readable(batch: Iterable[ReadRow], tally: Tally) -> list[ReadRow]:
    """The rows without an error in any cell; the others are refused."""
    rows: list[ReadRow] = []
    for read in batch:
        errors = read.value.errors if isinstance(read.value, RowErrors) else too_wide(read.value)
        if errors:
            tally.refuse(read, *errors)
        else:
            rows.append(read)
            if read.remarks:
                tally.remark(read)
    return rows


def first_of_each(
    rows: Sequence[ReadRow],
    tally: Tally,
    *,
    key: Callable[[ReadRow], str],
    mention: Callable[[ReadRow], Mention],
    column: str,
    code: str,
) -> list[ReadRow]:
    """The first row of each key in this file; a later one is refused and told of the first."""
    first: dict[str, Mention] = {}
    single: list[ReadRow] = []
    for read in rows:
        before = first.setdefault(key(read), here := mention(read))
        if before is here:
            single.append(read)
        else:
            tally.refuse(read, CellError(column, code, {"first": before.line}))
    earlier = note_first_mentions(first)
    if not earlier:
        return single
    for read in single:
        if key(read) in earlier:
            tally.refuse(read, CellError(column, code, {"first": earlier[key(read)].line}))
    return [read for read in single if key(read) not in earlier]
