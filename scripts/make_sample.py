"""Make import files from the public source: loans.csv and repayments.csv.

    python scripts/make_sample.py --from uci_credit_card.csv.gz --out DIR [--customers 3000]

Without --from the excerpt in the repository is used; --write-excerpt renews that excerpt.
"""

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from accounts.rules.delinquency import Stage, days_past_due, stage_of
from accounts.sample.convert import LOAN_FIELDS, REPAYMENT_FIELDS, loan_rows, repayment_rows
from accounts.sample.figures import SAMPLE_DAY
from accounts.sample.source import EXCERPT, excerpt, uci_rows, write_excerpt

NOT_YET = "not yet due"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--from", dest="source", type=Path, default=EXCERPT)
    parser.add_argument("--out", type=Path, required=True, help="folder for the two files")
    parser.add_argument("--customers", type=int, help="a stratified excerpt of this many")
    parser.add_argument("--write-excerpt", action="store_true", help="renew the shipped excerpt")
    options = parser.parse_args()

    rows: Sequence[Mapping[str, str]] = list(uci_rows(options.source))
    if options.write_excerpt:
        write_excerpt(rows)
    if options.customers:
        rows = excerpt(rows, options.customers)
    options.out.mkdir(parents=True, exist_ok=True)
    counts: Counter[str] = Counter()
    write_csv(options.out / "loans.csv", LOAN_FIELDS, counted(loan_rows(rows), counts))
    write_csv(options.out / "repayments.csv", REPAYMENT_FIELDS, repayment_rows(rows))
    print(f"{len(rows):,} customers, {sum(counts.values()):,} loans, in {options.out}")
    for name in ("paid", NOT_YET, *Stage):
        print(f"  {name:12} {counts[name]:7,}")


def write_csv(path: Path, fields: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """UTF-8 with BOM, so that a spreadsheet opens the Chinese right."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, fields)
        writer.writeheader()
        writer.writerows(rows)


def counted(rows: Iterable[dict[str, str]], counts: Counter[str]) -> Iterator[dict[str, str]]:
    for row in rows:
        counts[stage_name(row)] += 1
        yield row


def stage_name(row: Mapping[str, str]) -> str:
    if row["amount_due"] == "0.00":
        return "paid"
    due_date = date.fromisoformat(row["due_date"])
    return stage_of(days_past_due(due_date, SAMPLE_DAY)) or NOT_YET


if __name__ == "__main__":
    main()
