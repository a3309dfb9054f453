"""A file of loans, each of a customer of its own: read, validated, encrypted, merged."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from accounts.intake import store, stored_files
from accounts.intake.rows import SANDBOX_PREFIX
from accounts.models import ContactPoint, Customer, Lender, Loan
from tests.benchmarks.copying import copied_again
from tests.benchmarks.measuring import Measure, measured, must_be

TABLES = ("accounts_customer", "accounts_contactpoint", "accounts_loan")
HEADER = (
    "customer_no,name,salutation,phone,email,language,timezone,id_last4,loan_no,lender,product,currency,"
    "principal,outstanding,amount_due,due_date,as_of,instalments_paid_late,instalments_paid,cause"
)


def measure(rows: int, *, lender: Lender, due: str, now: datetime) -> Measure:
    """Import into empty tables, then COPY the same rows into them once more."""
    with tempfile.TemporaryDirectory() as folder:
        settings.UPLOAD_DIR = Path(folder) / "uploads"
        file = Path(folder) / "loans.csv"
        _write(file, rows, lender=lender, due=due, now=now)
        with measured() as watch:
            _import(file, now)
    for model in (Customer, ContactPoint, Loan):
        must_be(model.__name__, model.objects.count(), rows)
    floor = copied_again(TABLES, empty=_empty)
    must_be("loans copied", Loan.objects.count(), rows)
    return Measure("import of loans", rows, watch.seconds, "COPY of the same rows", floor, 3.0)


def _import(file: Path, now: datetime) -> None:
    with file.open("rb") as source:
        stored = stored_files.store(source)
    import_file = store.register(stored, kind="loans", filename=file.name, by=None, now=now)
    store.begin_apply(import_file.pk, now=now, unchecked=True)
    store.apply(import_file.pk, by=None, source="bench", now=now, wait=True)
    import_file.refresh_from_db()
    problems = [(each.code, each.column, each.params) for each in import_file.problems.all()[:3]]
    must_be("import", (import_file.error, problems), ("", []))


def _write(file: Path, rows: int, *, lender: Lender, due: str, now: datetime) -> None:
    digits = 14 - len(SANDBOX_PREFIX)
    with file.open("w", encoding="utf-8") as target:
        target.write(HEADER + "\n")
        for n in range(rows):
            target.write(
                f"B{n:08d},王小明,先生,{SANDBOX_PREFIX}{n:0{digits}d},,zh-hans,Asia/Shanghai,123X,"
                f"L{n:09d},{lender.code},消费贷,CNY,10000.00,8000.00,1234.56,{due},"
                f"{now.isoformat()},0,6,\n"
            )


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
