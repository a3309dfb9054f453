"""`python -m tests.benchmarks [--full] [--only send,stop] [--json FILE] [--keep]`.

A part that begins from loans makes them first where no earlier run left any. With `--json FILE`
every part is written when it ends. A long run can be taken up again: `--keep` leaves the databases,
`--only` names what is still missing and is put beside what the file holds.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django


def main() -> None:
    options = _options()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("HUANCUI_LOG_LEVEL", "WARNING")
    from config.database_roles import process

    process.kind = "owner"  # it makes databases; what works in them are processes of their own
    django.setup()
    found = _run(options)
    from tests.benchmarks import report

    print(report.table(found))


def _run(options: argparse.Namespace) -> dict[str, Any]:
    from config.processes import gc_tuning
    from tests.benchmarks import database, machine, parts, server

    size = parts.FULL if options.full else parts.TINY if options.tiny else parts.TENTH
    asked = options.only.split(",") if options.only else list(parts.PARTS)
    try:
        wanted = parts.in_order(asked, has_loans=parts.has_loans(size))
    except ValueError as why:
        raise SystemExit(str(why)) from None
    if wanted != asked:
        print(f"{', '.join(asked)} begins from loans, and there are none: they come first.")
    found = _earlier(options.json) if options.only else {"parts": {}}
    found |= {"at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine.facts()}
    gc_tuning.freeze()
    with server.running() as gateway:
        for name in wanted:
            begun = time.monotonic()
            measures = []
            for measure in parts.PARTS[name](size, gateway):
                measures.append(measure.to_json())
                print(f"{name}: {measure.name} {measure.seconds:.2f} s", flush=True)
            found["parts"][name] = measures
            print(f"{name} took {time.monotonic() - begun:.0f} s", flush=True)
            if options.json:
                options.json.parent.mkdir(parents=True, exist_ok=True)
                options.json.write_text(json.dumps(found, indent=1, ensure_ascii=False))
    if not options.keep:
        database.drop_all()
    return found


def _earlier(file: Path | None) -> dict[str, Any]:
    """What an earlier run wrote."""
    if file is None or not file.exists():
        return {"parts": {}}
    earlier: dict[str, Any] = json.loads(file.read_text())
    return earlier


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--full", action="store_true", help="at full size; else a tenth")
    parser.add_argument("--tiny", action="store_true", help="only to see that all of it works")
    parser.add_argument("--only", help="parts, separated by commas")
    parser.add_argument("--json", type=Path, help="keep the numbers in this file too")
    parser.add_argument("--keep", action="store_true", help="leave the databases")
    return parser.parse_args()


if __name__ == "__main__":
    main()
