"""The instalments of the past, and what was still owed on each day. Pure.

A loan's file names one due date: before it, an instalment fell due every thirty days. Those are
paid by the day before the sample's; the one in the file stands as the file says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from zoneinfo import ZoneInfo

from accounts.rules.delinquency import habit_of
from config.world.conduct import LATEST_DAYS, own_day
from config.world.people import Borrower, borrower
from messaging.decisions.facts.rows import LoanRow

MONTH = timedelta(days=30)
AHEAD = timedelta(days=7)
"""Before a due date: from then on it is written about."""

FILE_AT = time(17, 0)
"""When the core system's file comes, where the lender is."""

ZONE = ZoneInfo("Asia/Shanghai")
CENT = Decimal("0.01")
LEAST = Decimal(50)
IN_TWO_PARTS = 0.15
PART_DAYS = 5


@dataclass(slots=True)
class Instalment:
    """`pay_day` None: it is still owed on the sample's day. `parts`: what was paid, and when;
    `texts`: how many there were about it."""

    loan: LoanRow
    person: Borrower
    due: date
    amount: Decimal
    pay_day: date | None
    in_two: bool = False
    texts: int = 0
    parts: list[tuple[date, Decimal]] = field(default_factory=list)

    def owed(self) -> Decimal:
        return self.amount - sum((amount for _day, amount in self.parts), Decimal(0))

    def as_of(self, day: date) -> LoanRow:
        """The loan as that day's file has it."""
        owed = self.owed()
        return self.loan._replace(
            due_date=self.due,
            amount_due=owed,
            outstanding=self.loan.outstanding + owed,
            as_of=file_moment(day),
        )

    def pay(self, day: date) -> list[Decimal]:
        """What comes in on that day."""
        if self.pay_day is None:
            return []
        if self.in_two and day == self.pay_day - timedelta(days=PART_DAYS) and not self.parts:
            paid = (self.amount / 2).quantize(CENT, ROUND_HALF_UP)
        elif day == self.pay_day:
            paid = self.owed()
        else:
            return []
        self.parts.append((day, paid))
        return [paid]


def file_moment(day: date) -> datetime:
    """When that day's file came, in UTC."""
    return datetime.combine(day, FILE_AT, tzinfo=ZONE).astimezone(UTC)


class Ledger:
    """Every loan's instalments in the order of their due dates."""

    def __init__(self, loans: Iterable[tuple[LoanRow, str]], *, first: date, today: date) -> None:
        """`loans` with their customers' numbers; `first`: the first day that is lived through."""
        self._by_loan = [
            list(_instalments(loan, customer_no, first=first, today=today))
            for loan, customer_no in loans
        ]

    def open_on(self, day: date) -> Iterator[Instalment]:
        """Of each loan, the oldest instalment that is owed on that day and near enough."""
        for instalments in self._by_loan:
            while instalments and _is_over(instalments[0], day):
                instalments.pop(0)
            if instalments and instalments[0].due - AHEAD <= day:
                yield instalments[0]

    def paid_on(self, day: date) -> Iterator[tuple[Instalment, Decimal]]:
        """What came in on that day."""
        for instalments in self._by_loan:
            for one in instalments[:2]:
                for amount in one.pay(day):
                    yield one, amount


def _is_over(one: Instalment, day: date) -> bool:
    return one.pay_day is not None and one.pay_day <= day


def _instalments(
    loan: LoanRow, customer_no: str, *, first: date, today: date
) -> Iterator[Instalment]:
    person = borrower(customer_no, habit_of(loan.instalments_paid, loan.instalments_paid_late))
    months = max(0, (loan.due_date - AHEAD - first - timedelta(days=1)).days // MONTH.days)
    for month in range(months, 0, -1):
        due = loan.due_date - month * MONTH
        drawn = Random(f"instalment:{loan.loan_no}:{due}")
        whole = loan.amount_due or Decimal(100 * drawn.randint(3, 40))
        share = Decimal(drawn.randint(40, 100)) / 100
        last = min(due + timedelta(days=LATEST_DAYS), today - timedelta(days=1))
        yield Instalment(
            loan=loan,
            person=person,
            due=due,
            amount=max((whole * share).quantize(CENT, ROUND_HALF_UP), LEAST),
            pay_day=min(own_day(person, loan.loan_no, due), last),
            in_two=drawn.random() < IN_TWO_PARTS,
        )
    if loan.amount_due > 0:
        yield Instalment(loan, person, loan.due_date, loan.amount_due, None)
