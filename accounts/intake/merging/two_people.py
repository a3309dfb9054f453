"""One customer number, two people: what is left when a spreadsheet shortens two numbers alike."""

from collections import defaultdict
from collections.abc import Sequence

from accounts.intake.merging.batches import ReadRow
from accounts.intake.parsing.shapes import CellError, LoanRow


def two_people(rows: Sequence[ReadRow]) -> dict[int, CellError]:
    """By line: the rows of a batch whose customer number names somebody else in another row.

    Two people differ in name, and in phone or in the last four of their identity card as well; a
    name written in two ways, or a second phone, is still one person. Whose the number is cannot be
    told, so none of these rows enters. Pure.
    """
    named: defaultdict[str, list[ReadRow]] = defaultdict(list)
    for read in rows:
        named[read.value.customer_no].append(read)
    found: dict[int, CellError] = {}
    for group in named.values():
        first = group[0]
        if len(group) == 1 or all(same_person(first.value, read.value) for read in group[1:]):
            continue
        for read in group:
            other = next((o for o in group if not same_person(o.value, read.value)), None)
            if other is not None:
                params = {"other": other.line}
                found[read.line] = CellError("customer_no", "two_people", params)
    return found


def same_person(row: LoanRow, other: LoanRow) -> bool:
    if row.name == other.name:
        return True
    phones_differ = row.phone and other.phone and row.phone != other.phone
    last4_differ = row.id_last4 and other.id_last4 and row.id_last4 != other.id_last4
    return not (phones_differ or last4_differ)
