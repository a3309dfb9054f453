"""The core system: at five it sends a file of repayments and one of how every loan stands."""

from __future__ import annotations

import csv
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from io import StringIO
from pathlib import Path
from random import Random

from django.core.management import call_command

from accounts.models import Loan
from accounts.rules.delinquency import habit_of
from accounts.sample.convert import LOAN_FIELDS, REPAYMENT_FIELDS, loan_rows
from accounts.sample.source import uci_rows
from config.world.conduct import Heard, moved_to, own_day
from config.world.past.ledger import CENT, LEAST, MONTH, ZONE
from config.world.people import Borrower, borrower
from messaging.outbox.sql import fetch

WORKS_FOR = timedelta(days=40)
"""Texts older than this move nobody any more."""

STUCK = 0.015
"""Of those long overdue, so many find the money on any day."""

STATED = 1 / 6
"""Of loans that wait for their next instalment, so many are told of it on any day: statements do
not all come at once."""

NEAR = timedelta(days=8)
"""By then every instalment was told of: the first reminder comes a week before it is due."""

_TEXTS = """
SELECT l.id, l.loan_no, r.day - cl.days_past_due, cl.stage, c.tone, m.channel, m.language,
    m.handed_over_at
FROM messaging_message m
JOIN messaging_candidate c ON c.id = m.candidate_id
JOIN messaging_run r ON r.id = c.run_id
JOIN messaging_candidateloan cl ON cl.candidate_id = c.id AND NOT cl.left_out
JOIN accounts_loan l ON l.id = cl.loan_id
WHERE m.state = 'delivered' AND r.day >= %s ORDER BY m.handed_over_at, m.id
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """What the file says of a loan beyond what it always says."""

    due: date
    amount: Decimal
    outstanding: Decimal
    paid: int
    late: int


def send_files(day: date, *, as_of: datetime) -> int:
    """What was paid since the last files, and how every loan stands at `as_of`; how many paid."""
    loans = list(Loan.objects.select_related("customer").order_by("pk"))
    heard = _heard(day)
    payments = {
        loan.pk: loan.amount_due
        for loan in loans
        if loan.amount_due > 0 and pays(loan, _person(loan), heard[loan.pk, loan.due_date], day)
    }
    by_no = {loan.loan_no: figures(loan, loan.pk in payments, day) for loan in loans}
    paid = [
        {
            "reference": f"P{loan.loan_no}-{loan.due_date:%y%m%d}-{day:%y%m%d}",
            "loan_no": loan.loan_no,
            "paid_on": day.isoformat(),
            "amount": str(payments[loan.pk]),
        }
        for loan in loans
        if loan.pk in payments
    ]
    with tempfile.TemporaryDirectory() as folder:
        if paid:
            file = _write(folder, "repayments", REPAYMENT_FIELDS, paid)
            call_command("import_repayments", file, stdout=StringIO())
        file = _write(folder, "loans", LOAN_FIELDS, _rows(by_no, as_of))
        call_command("import_loans", file, stdout=StringIO())
    return len(paid)


def pays(loan: Loan, person: Borrower, texts: Sequence[Heard], day: date) -> bool:
    """Whether the money comes on that day: of itself, because of a text, or by chance at last."""
    if own_day(person, loan.loan_no, loan.due_date) == day:
        return True
    if any(moved_to(person, each) == day for each in texts):
        return True
    late = (day - loan.due_date).days > 0
    return late and Random(f"late:{loan.loan_no}:{day}").random() < STUCK


def figures(loan: Loan, pays_now: bool, day: date) -> Figures:
    """A loan that is paid shows nothing due until its next instalment is near."""
    paid, late = loan.instalments_paid or 0, loan.instalments_paid_late or 0
    if pays_now:
        late += day > loan.due_date
        left = max(loan.outstanding - loan.amount_due, Decimal(0))
        return Figures(loan.due_date, Decimal(0), left, paid + 1, late)
    if loan.amount_due > 0 or loan.due_date >= day:
        return Figures(loan.due_date, loan.amount_due, loan.outstanding, paid, late)
    due = loan.due_date
    while due <= day:
        due += MONTH
    told = Random(f"statement:{loan.loan_no}:{day}").random() < STATED
    if due - day > NEAR and not told:
        return Figures(loan.due_date, loan.amount_due, loan.outstanding, paid, late)
    share = Decimal(Random(f"instalment:{loan.loan_no}:{due}").randint(2, 6)) / 100
    amount = max((loan.principal * share).quantize(CENT, ROUND_HALF_UP), LEAST)
    return Figures(due, amount, amount, paid, late)


def _person(loan: Loan) -> Borrower:
    paid = loan.instalments_paid or 0
    late = min(loan.instalments_paid_late or 0, paid)
    return borrower(loan.customer.customer_no, habit_of(paid, late))


def _heard(day: date) -> Mapping[tuple[int, date], list[Heard]]:
    """Texts by loan and due date, each with how many came before it. One query."""
    found: dict[tuple[int, date], list[Heard]] = defaultdict(list)
    rows = fetch(_TEXTS, day - WORKS_FOR)
    for loan_id, loan_no, due, stage, tone, channel, language, at in rows:
        earlier = found[loan_id, due]
        local = at.astimezone(ZONE)
        earlier.append(Heard(loan_no, due, stage, tone, channel, language, local, len(earlier)))
    return found


def _rows(by_no: Mapping[str, Figures], as_of: datetime) -> Iterator[dict[str, str]]:
    """What never changes of a loan and its customer, as the first file had it."""
    for row in loan_rows(uci_rows()):
        if one := by_no.get(row["loan_no"]):
            yield {
                **row,
                "due_date": one.due.isoformat(),
                "amount_due": str(one.amount),
                "outstanding": str(one.outstanding),
                "instalments_paid": str(one.paid),
                "instalments_paid_late": str(one.late),
                "as_of": as_of.astimezone(ZONE).isoformat(timespec="seconds"),
            }


def _write(folder: str, name: str, fields: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    path = Path(folder, f"{name}.csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields)
        writer.writeheader()
        writer.writerows(rows)
    return str(path)
