"""A file to begin with: the headings of the screen's language and two made-up rows.

Its numbers are those that nobody can own: only a sandbox takes them, so that it brings nobody in
elsewhere, even where somebody confirms it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from accounts.intake.jobs.messages import column_name
from accounts.intake.parsing.headers import (
    LOAN_COLUMNS,
    LOAN_MAY_BE_ABSENT,
    LOAN_OPTIONAL,
    REPAYMENT_COLUMNS,
    REPAYMENT_OPTIONAL,
)
from accounts.lists.spreadsheets import csv_line, heading_line
from accounts.models import ImportFile

Kind = ImportFile.Kind
COLUMNS = {
    Kind.LOANS: (tuple(LOAN_COLUMNS), LOAN_OPTIONAL | LOAN_MAY_BE_ABSENT),
    Kind.REPAYMENTS: (tuple(REPAYMENT_COLUMNS), REPAYMENT_OPTIONAL),
}
"""By kind: every column a file may have, and those it may lack."""
ASKED_ABOUT = {Kind.LOANS: LOAN_MAY_BE_ABSENT, Kind.REPAYMENTS: frozenset[str]()}
_LOANS = (
    (
        "SAMPLE-1",
        "样例一",
        "女士",
        "14100000001",
        "zh-hans",
        "123X",
        "SAMPLE-L1",
        "8000",
        "1234.56",
    ),
    ("SAMPLE-2", "样例二", "先生", "14100000002", "zh-hans", "4567", "SAMPLE-L2", "5000", "600.00"),
)
_OF_LOANS = (
    *("customer_no", "name", "salutation", "phone", "language", "id_last4", "loan_no"),
    *("outstanding", "amount_due"),
)


def must_have(kind: str) -> list[str]:
    """What a file cannot do without, as the screen calls it."""
    columns, lacking = COLUMNS[Kind(kind)]
    return [column_name(name) for name in columns if name not in lacking]


def asked_about(kind: str) -> list[str]:
    """What a person is asked about once where a file has no such heading: its cells may be empty,
    but a telephone number under another name is not to be overlooked."""
    return [column_name(name) for name in COLUMNS[Kind(kind)][0] if name in ASKED_ABOUT[Kind(kind)]]


def may_have(kind: str) -> list[str]:
    columns, lacking = COLUMNS[Kind(kind)]
    asked = ASKED_ABOUT[Kind(kind)]
    return [column_name(name) for name in columns if name in lacking and name not in asked]


def lines(kind: str, *, lender: str, today: date) -> Iterator[str]:
    """The file as CSV. `lender`: whose loans, by code or name."""
    rows = _loans(lender, today) if kind == Kind.LOANS else _repayments(today)
    headings = list(rows[0])
    yield heading_line(map(column_name, headings))
    for row in rows:
        yield csv_line(row[name] for name in headings)


def _loans(lender: str, today: date) -> list[dict[str, str]]:
    return [
        {
            **dict(zip(_OF_LOANS, row, strict=True)),
            "email": "",
            "timezone": "Asia/Shanghai",
            "lender": lender,
            "product": "消费贷",
            "currency": "CNY",
            "principal": "10000.00",
            "due_date": today.isoformat(),
            "as_of": f"{today.isoformat()} 06:00",
        }
        for row in _LOANS
    ]


def _repayments(today: date) -> list[dict[str, str]]:
    return [
        {
            "reference": f"SAMPLE-R{number}",
            "loan_no": f"SAMPLE-L{number}",
            "paid_on": today.isoformat(),
            "amount": amount,
        }
        for number, amount in ((1, "1234.56"), (2, "600.00"))
    ]
