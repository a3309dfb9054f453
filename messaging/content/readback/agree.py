"""What a text claims, held against the ledger it was made from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Protocol

from messaging.content.chosen import AMOUNT, DAY, NOTHING, Chosen
from messaging.content.readback.masked import masked
from messaging.content.readback.read import Figures, figures, read
from messaging.content.readback.said import Reading
from messaging.content.readback.tails import tails_agree, take_tails

DUE_TODAY, DUE_LATER, OVERDUE, MIXED = "due_today", "due_later", "overdue", "mixed"


class Ledgered(Protocol):
    """One loan as the ledger has it."""

    @property
    def loan_no(self) -> str: ...
    @property
    def currency(self) -> str: ...
    @property
    def amount_due(self) -> Decimal: ...
    @property
    def outstanding(self) -> Decimal: ...
    @property
    def due_date(self) -> date: ...


class Told(NamedTuple):
    """What texts of one template have to tell, and the figures in its own words that are about no
    loan (closed from 1 October, transfers up to 50,000)."""

    language: str
    amount: bool
    outstanding: bool
    date: bool
    days: bool
    loan_count: bool
    product: bool
    tail: bool
    chosen_amount: bool
    chosen_day: bool
    free_amounts: frozenset[tuple[Decimal, str]]
    free_dates: frozenset[tuple[int | None, int, int]]
    free_days: frozenset[tuple[int, bool | None]]


def told_by(placeholders: Collection[str], fixed: str, language: str) -> Told:
    """What a template tells: by its `placeholders`, and by its own words, `fixed`, with
    `masked.NAME` for each placeholder."""
    by_hand = read(fixed, language)
    return Told(
        language=language,
        amount="amount_due" in placeholders,
        outstanding="outstanding" in placeholders,
        date="due_date" in placeholders,
        days=not {"days_overdue", "overdue_period", "days_until_due"}.isdisjoint(placeholders),
        loan_count="loan_count" in placeholders,
        product="product" in placeholders,
        tail="loan_tail" in placeholders,
        chosen_amount=AMOUNT in placeholders,
        chosen_day=DAY in placeholders,
        free_amounts=frozenset((a.value, a.currency) for a in by_hand.amounts if not a.owed),
        free_dates=frozenset((d.year, d.month, d.day) for d in by_hand.dates if not d.due),
        free_days=frozenset((d.number, d.overdue) for d in by_hand.days if not d.asserted),
    )


def disagreements(
    text: str,
    loans: Sequence[Ledgered],
    told: Told,
    *,
    today: date,
    customer: str = "",
    names: Iterable[str] = (),
    chosen: Chosen = NOTHING,
) -> tuple[str, ...]:
    """What the text says that the ledger does not, or does not say that it has to: `amount`,
    `date`, `days`, `count`, `standing`, `tail`, each once; empty when all is true.

    `loans` are those it speaks of, none for a text that speaks of no loan. `customer` is the name
    in the greeting, `names` are values that are no figures. `chosen` is what an agent chose for it:
    said as it was chosen, not past, and no more than is owed.
    """
    tails: tuple[str, ...] = ()
    text = masked(text, customer, names)
    if told.tail:
        text, tails = take_tails(text, told.language)
    if not loans:
        return tuple(_wrong_of_nothing(read(text, told.language)))
    wrong = _wrong(figures(text, told.language), told, _truth(loans, today), chosen, today)
    if told.tail and not tails_agree(tails, [loan.loan_no for loan in loans]):
        wrong.append("tail")
    return tuple(wrong)


class _Truth(NamedTuple):
    """What is true of these loans together. `past`: days past due of the first; `one_day`: all are
    due on one day. `currency` is no currency at all when they have several."""

    number: int
    currency: str
    amount_due: Decimal
    outstanding: Decimal
    first: date
    past: int
    one_day: bool
    standing: str
    year: int


def _truth(loans: Sequence[Ledgered], today: date) -> _Truth:
    one = loans[0]
    currency, amount_due, outstanding = one.currency, one.amount_due, one.outstanding
    first = last = one.due_date
    for loan in loans[1:]:
        first, last = min(first, loan.due_date), max(last, loan.due_date)
        amount_due += loan.amount_due
        outstanding += loan.outstanding
        if loan.currency != currency:
            currency = MIXED
    standing = _standing(first, today)
    if last != first and _standing(last, today) != standing:
        standing = MIXED
    past = (today - first).days
    one_day = first == last
    return _Truth(
        len(loans), currency, amount_due, outstanding, first, past, one_day, standing, today.year
    )


def _standing(due_date: date, today: date) -> str:
    if due_date < today:
        return OVERDUE
    return DUE_LATER if due_date > today else DUE_TODAY


def _wrong(said: Figures, told: Told, truth: _Truth, chosen: Chosen, today: date) -> list[str]:
    wrong = []
    if not _amounts_agree(said.amounts, told, truth, chosen) or not _owes(told, truth, chosen):
        wrong.append("amount")
    if not _dates_agree(said.dates, told, truth, chosen) or not _to_come(told, chosen, today):
        wrong.append("date")
    if not _days_agree(said.days, told, truth):
        wrong.append("days")
    if not _counts_agree(said.counts, told, truth):
        wrong.append("count")
    if truth.standing == MIXED or (said.standings and said.standings != {truth.standing}):
        wrong.append("standing")
    return wrong


def _wrong_of_nothing(said: Reading) -> Iterator[str]:
    """A text about no loan says nothing of amounts, due dates and days overdue."""
    if any(amount.owed for amount in said.amounts):
        yield "amount"
    if any(day.due for day in said.dates):
        yield "date"
    if any(days.asserted for days in said.days):
        yield "days"
    if said.standings:
        yield "standing"


def _owes(told: Told, truth: _Truth, chosen: Chosen) -> bool:
    """No more can be agreed than is due now."""
    if not told.chosen_amount:
        return True
    same = chosen.amount is not None and chosen.currency == truth.currency
    return same and chosen.amount is not None and 0 < chosen.amount <= truth.amount_due


def _to_come(told: Told, chosen: Chosen, today: date) -> bool:
    """A day that is over is not agreed any more."""
    return not told.chosen_day or (chosen.day is not None and chosen.day >= today)


def _amounts_agree(
    said: Sequence[tuple[Decimal, str, bool, bool]], told: Told, truth: _Truth, chosen: Chosen
) -> bool:
    """Each amount is a total the template tells, and is called one when it is of several loans; or
    the one that was chosen."""
    due = rest = False
    agreed = not told.chosen_amount
    for value, currency, summed, owed in said:
        if told.chosen_amount and (value, currency) == (chosen.amount, chosen.currency):
            agreed = True
            due = due or value == truth.amount_due
            rest = rest or value == truth.outstanding
            continue
        if not owed and (value, currency) in told.free_amounts:
            continue
        if currency != truth.currency or not (summed or truth.number == 1):
            return False
        is_due = told.amount and value == truth.amount_due
        is_rest = told.outstanding and value == truth.outstanding
        if not is_due and not is_rest:
            return False
        due, rest = due or is_due, rest or is_rest
    return due >= told.amount and rest >= told.outstanding and agreed


def _dates_agree(
    said: Sequence[tuple[int | None, int, int, bool, bool]],
    told: Told,
    truth: _Truth,
    chosen: Chosen,
) -> bool:
    """Each is the first due date, and says so where others differ; or it is no due date, and stands
    in the template's own words; or it is the day that was chosen."""
    first, is_told = truth.first, False
    picked, agreed = chosen.day, not told.chosen_day
    for year, month, day, due, is_first in said:
        whole = (truth.year if year is None else year, month, day)
        if told.chosen_day and picked and whole == (picked.year, picked.month, picked.day):
            agreed = True
            is_told = is_told or picked == first
            continue
        if not due and (year, month, day) in told.free_dates:
            continue
        if whole != (first.year, first.month, first.day):
            return False
        if not (truth.one_day or is_first):
            return False
        is_told = True
    return (is_told or not told.date) and agreed


def _days_agree(
    said: Sequence[tuple[int, bool | None, bool, bool]], told: Told, truth: _Truth
) -> bool:
    is_told = False
    for count, overdue, asserted, is_first in said:
        if not asserted and (count, overdue) in told.free_days:
            continue
        if count != abs(truth.past) or overdue not in (None, truth.past > 0):
            return False
        if not (truth.one_day or is_first):
            return False
        is_told = True
    return is_told or not told.days


def _counts_agree(said: Sequence[int], told: Told, truth: _Truth) -> bool:
    if not said:
        return not (told.loan_count or (told.product and truth.number > 1))
    return all(count == truth.number for count in said)
