"""Whether what was read is true of the loans it was booked for, and of no others."""

from __future__ import annotations

from decimal import Decimal

from tests.one_truth.portfolios import Customer, Debt
from tests.one_truth.reading import Seen


def lies(seen: Seen, customer: Customer, booked: frozenset[int]) -> list[str]:
    """What is not so, in words; empty when all is. `booked`: none, for a text about no loan."""
    if not booked:
        nothing = not (seen.sums or seen.overdue_days or seen.says)
        return [] if nothing else ["speaks of loans it does not know"]
    told = [debt for debt in customer.debts if debt.pk in booked]
    found = [*_together(told, customer)]
    total = sum((debt.due for debt in told), Decimal(0))
    several = len(told) > 1
    first = min(debt.day for debt in told)
    apart = len({debt.day for debt in told}) > 1
    past = (customer.sent_on - first).days
    for currency, amount, summed in seen.sums:
        if (currency, amount) != (told[0].currency, total):
            found.append(f"asks for {currency} {amount}, due are {told[0].currency} {total}")
        if several and not summed:
            found.append("a sum is not called one")
    for day, of_first in seen.dates:
        if day != first:
            found.append(f"names {day}, first due is {first}")
        if apart and not of_first:
            found.append("one date for loans of several")
    for days, of_first in seen.overdue_days:
        if days != past:
            found.append(f"says {days} days overdue, it is {past}")
        if apart and not of_first:
            found.append("one number of days for loans of several")
    found += [
        f"speaks of {number} loans, there are {len(told)}"
        for number in seen.numbers_of_loans
        if number != len(told)
    ]
    found += _tails(seen, told)
    found += _tense(seen, told, customer)
    return found


def _together(told: list[Debt], customer: Customer) -> list[str]:
    kinds = {(d.day < customer.sent_on) - (d.day > customer.sent_on) for d in told}
    found = []
    if len(kinds) > 1:
        found.append("adds up loans of several standings")
    if len({debt.currency for debt in told}) > 1:
        found.append("adds up currencies")
    if any(debt.due <= 0 for debt in told):
        found.append("speaks of a loan that is settled")
    return found


def _tails(seen: Seen, told: list[Debt]) -> list[str]:
    if seen.tails is None:
        return []
    of = [[debt.pk for debt in told if debt.number.endswith(tail)] for tail in seen.tails]
    whole = [[debt.pk for debt in told if debt.number == tail] for tail in seen.tails]
    known = {(w or o)[0] for w, o in zip(whole, of, strict=True) if len(w or o) == 1}
    return [] if known == {debt.pk for debt in told} else ["its tails do not tell the loans apart"]


def _tense(seen: Seen, told: list[Debt], customer: Customer) -> list[str]:
    of = {
        "overdue": all(debt.day < customer.sent_on for debt in told),
        "today": all(debt.day == customer.sent_on for debt in told),
        "to_come": all(debt.day > customer.sent_on for debt in told),
    }
    return [f"says {word}, which is not so" for word in seen.says if not of[word]]
