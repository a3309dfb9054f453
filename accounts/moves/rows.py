"""The row of a file that named a loan under another number: sealed, and as it was read."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

from accounts.intake.parsing.shapes import LoanRow
from accounts.keys import keyring

PURPOSE = "import.row"
AMOUNTS = ("principal", "outstanding", "amount_due")


def seal(row: LoanRow) -> bytes:
    said = row._asdict() | {
        **{name: str(getattr(row, name)) for name in AMOUNTS},
        "due_date": row.due_date.isoformat(),
        "as_of": row.as_of.isoformat(),
        "timezones": list(row.timezones),
    }
    return keyring().encrypt(json.dumps(said, ensure_ascii=False), PURPOSE)


def open_row(sealed: bytes | memoryview) -> LoanRow:
    said: dict[str, Any] = json.loads(keyring().decrypt(sealed, PURPOSE))
    return LoanRow(
        **said
        | {
            **{name: Decimal(said[name]) for name in AMOUNTS},
            "due_date": dt.date.fromisoformat(said["due_date"]),
            "as_of": dt.datetime.fromisoformat(said["as_of"]),
            "timezones": tuple(said["timezones"]),
        }
    )
