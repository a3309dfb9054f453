"""The sample's loans and repayments: made from the public data, then imported like any file."""

import csv
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from django.core.management import call_command

from accounts.sample.convert import LOAN_FIELDS, REPAYMENT_FIELDS, loan_rows, repayment_rows
from accounts.sample.source import uci_rows


def install(source: Path, *, say: Callable[[str], object]) -> None:
    """Convert `source` and import it by the same commands a core system's files come in by."""
    rows = list(uci_rows(source))
    say(f"Sample: importing the loans of {len(rows):,} customers")
    with tempfile.TemporaryDirectory() as folder:
        loans = _write(Path(folder, "loans.csv"), LOAN_FIELDS, loan_rows(rows))
        repayments = _write(Path(folder, "repayments.csv"), REPAYMENT_FIELDS, repayment_rows(rows))
        call_command("import_loans", str(loans))
        call_command("import_repayments", str(repayments))


def _write(path: Path, fields: Sequence[str], rows: Iterable[Mapping[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields)
        writer.writeheader()
        writer.writerows(rows)
    return path
