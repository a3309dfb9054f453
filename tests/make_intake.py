"""Import files made to order: `make_intake.loans_csv(loan(phone="…"), …)`."""

import csv
import io
import itertools
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from accounts.intake.jobs import confirming, lifecycle, stored_files
from accounts.models import ImportFile, ImportProblem, User
from tests import make

LOAN_COLUMNS = (
    *("customer_no", "name", "salutation", "phone", "email", "language", "timezone", "id_last4"),
    *("loan_no", "lender", "product", "currency", "principal", "outstanding", "amount_due"),
    *("due_date", "as_of", "role", "instalments_paid_late", "instalments_paid", "cause"),
    *(
        "wechat_id",
        "officer_name",
        "phone_confirmed_on",
        "education_consent",
        "education_consent_on",
    ),
    *("education_consent_evidence", "lock_screen_consent", "lock_screen_consent_on"),
    "lock_screen_consent_evidence",
)
REPAYMENT_COLUMNS = ("reference", "loan_no", "paid_on", "amount")
_serial = itertools.count(1)


def loan(**cells: str) -> dict[str, str]:
    """One row of a loans file: a customer and a loan of their own unless named."""
    n = next(_serial)
    return {
        **dict.fromkeys(LOAN_COLUMNS, ""),
        "customer_no": f"K{n:06d}",
        "name": "王小明",
        "salutation": "先生",
        "phone": make.sandbox_phone(),
        "language": "zh-hans",
        "timezone": "Asia/Shanghai",
        "id_last4": "123X",
        "loan_no": f"D{n:06d}",
        "lender": "anhe",
        "product": "消费贷",
        "currency": "CNY",
        "principal": "10000.00",
        "outstanding": "8000.00",
        "amount_due": "1234.56",
        "due_date": "2026-09-10",
        "as_of": "2026-09-15 08:00",
        **cells,
    }


def repayment(**cells: str) -> dict[str, str]:
    return {
        "reference": f"R{next(_serial):06d}",
        "loan_no": "D000001",
        "paid_on": "2026-09-15",
        "amount": "100.00",
        **cells,
    }


def as_csv(
    rows: Sequence[Mapping[str, str]],
    *,
    columns: Sequence[str] | None = None,
    headings: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
    delimiter: str = ",",
) -> bytes:
    """Rows as a CSV file; `headings` gives columns other names."""
    columns = columns or list(rows[0])
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow([(headings or {}).get(column, column) for column in columns])
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return text.getvalue().encode(encoding)


def arrive(data: bytes, *, now: datetime, **columns: Any) -> ImportFile:
    """A file stored and written down, not looked at yet."""
    said = {"kind": "loans", "filename": "loans.csv", "by": None, **columns}
    by: User | None = said["by"]
    return lifecycle.register(
        stored_files.store(io.BytesIO(data)),
        kind=said["kind"],
        filename=said["filename"],
        by=by,
        now=now,
    )


def checked(data: bytes, *, now: datetime, **columns: Any) -> ImportFile:
    import_file = arrive(data, now=now, **columns)
    lifecycle.begin_check(import_file.pk, now=now)
    lifecycle.check(import_file.pk, now=now)
    import_file.refresh_from_db()
    return import_file


def applied(data: bytes, *, now: datetime, **columns: Any) -> ImportFile:
    """The whole way in one go, with the word of a second person where it takes one."""
    import_file = arrive(data, now=now, **columns)
    lifecycle.begin_apply(import_file.pk, now=now, unchecked=True)
    lifecycle.apply(import_file.pk, by=None, source="test", now=now, wait=True)
    import_file.refresh_from_db()
    if import_file.state == "checked" and import_file.needs_second and not import_file.unusual:
        confirming.allow(import_file.pk, by=make.staff("supervisor"), now=now)
        lifecycle.begin_apply(import_file.pk, now=now)
        lifecycle.apply(import_file.pk, by=None, source="test", now=now, wait=True)
        import_file.refresh_from_db()
    return import_file


def counts(import_file: ImportFile) -> dict[str, int]:
    """Without the zeros."""
    names = ("new", "changed", "unchanged", "bad")
    found = {name: getattr(import_file, f"rows_{name}") for name in names}
    return {name: count for name, count in found.items() if count}


def problems(import_file: ImportFile) -> list[tuple[int, str, str]]:
    """Line, column and code of each bad cell that was kept, in the order of the file."""
    found = ImportProblem.objects.filter(import_file=import_file).order_by("line", "pk")
    return [(problem.line, problem.column, problem.code) for problem in found]
