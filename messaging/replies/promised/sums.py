"""The sum of a promise, where it stands in another clause than the verb of paying."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from itertools import takewhile

from messaging.replies.promised.clauses import Clause


def amount_beside(parts: Sequence[Clause], place: int) -> Decimal | None:
    """An amount that stands alone right before or after: "1万2，下周四还"."""
    days = parts[place].days
    for near in (parts[:place][::-1], parts[place + 1 :]):
        same_day = takewhile(lambda part: part.amount is None and part.days and part.bare, near)
        part = next(iter(near[sum(part.days <= days for part in same_day) :]), None)
        if part and part.promises and _is_idle(part, days) and part.amount is not None:
            return part.amount
    between, pays = parts[place + 1 : place + 2], parts[place + 2 : place + 3]
    if parts[place].pays or not all(_is_idle(part) and not part.pays for part in between):
        return None
    # "Monday I'll be home and will pay the 75"
    return next((p.amount for p in pays if p.promises and p.pays and _is_idle(p)), None)


def amount_alone(parts: Sequence[Clause]) -> Decimal | None:
    """五号，下个月的，3200: the only sum of the reply, in a clause of its own."""
    sums = [part for part in parts if part.amount is not None]
    alone = len(sums) == 1 and sums[0].bare and sums[0].promises and _is_idle(sums[0])
    return sums[0].amount if alone else None


def only_amount(parts: Sequence[Clause]) -> Decimal | None:
    """周五去柜台，七百: beside the only day the only sum."""
    sums = {part.amount for part in parts if part.amount is not None and part.promises}
    return sums.pop() if len(sums) == 1 else None


def _is_idle(part: Clause, days: Collection[date] = ()) -> bool:
    """It says nothing of when, unless of these days, nor of the rest."""
    of_these = all(time.meant in days for time in part.times)
    return of_these and not (part.rest or part.wages)
