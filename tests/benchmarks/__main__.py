"""`python -m tests.benchmarks [--rows N] [--full] [--json FILE]`, in a database of its own."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

ROWS, FULL_ROWS = 10_000, 100_000
NOW = datetime(2026, 9, 15, 10, 30, tzinfo=UTC)
DUE_DATE = "2026-09-10"
DATABASE = "bench_huancui"


def main() -> None:
    options = _options()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("HUANCUI_LOG_LEVEL", "WARNING")
    django.setup()
    with _database_of_its_own():
        found = _run(options.rows or (FULL_ROWS if options.full else ROWS))
    print(_table(found))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1, ensure_ascii=False))


def _run(rows: int) -> dict[str, Any]:
    from tests import make, make_runs
    from tests.benchmarks import importing, machine, planning, sending

    lender = make_runs.ready_lender(code="anhe")
    measures = [importing.measure(rows, lender=lender, due=DUE_DATE, now=NOW)]
    run, planned = planning.measure(rows, lender=lender, day=make.DAY, now=NOW)
    measures += [planned, planning.measure_decide(run, now=NOW)]
    count = sending.release(run, now=NOW)
    measures += [sending.measure(count, now=NOW), sending.measure_receipts(count, now=NOW)]
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine.facts(),
        "measures": [measure.to_json() for measure in measures],
    }


@contextmanager
def _database_of_its_own() -> Iterator[None]:
    """Made and dropped: with DATABASE_URL set, yours is not touched."""
    from django.conf import settings
    from django.db import connection

    own = settings.DATABASES["default"]["NAME"]
    connection.settings_dict["TEST"]["NAME"] = DATABASE
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(own, verbosity=0)


def _table(found: dict[str, Any]) -> str:
    lines = [f"{name}: {value}" for name, value in found["machine"].items()]
    lines += [
        "",
        f"{'work':<18}{'rows':>9}{'seconds':>9}{'rows/s':>10}{'× floor':>9}{'at most':>9}",
    ]
    for each in found["measures"]:
        ratio = "" if each["ratio"] is None else f"{each['ratio']:.2f}"
        target = "" if each["target"] is None else f"{each['target']:.1f}"
        lines.append(
            f"{each['name']:<18}{each['rows']:>9,}{each['seconds']:>9.2f}{each['rate']:>10,.0f}"
            f"{ratio:>9}{target:>9}  {each['floor']}"
        )
    return "\n".join(lines)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--rows", type=int, help=f"loans, candidates, messages ({ROWS:,})")
    parser.add_argument("--full", action="store_true", help=f"{FULL_ROWS:,} of each")
    parser.add_argument("--json", type=Path, help="write the numbers to this file too")
    return parser.parse_args()


if __name__ == "__main__":
    main()
