"""The row of a file that named a loan under another number: sealed, and as it was read."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

from accounts.intake.parsing.shapes import LoanRow
from accounts.keys import keyring

PURPOSE = "import.row"
AMOUNTS = ("principal", "outstanding", "amount_due")
DAYS = ("due_date", "phone_confirmed_on")


def seal(row: LoanRow) -> bytes:
    """Amounts, days and the moment as text."""
    text = json.dumps(row._asdict(), ensure_ascii=False, default=str)
    return keyring().encrypt(text, PURPOSE)


def open_row(sealed: bytes | memoryview) -> LoanRow:
    said: dict[str, Any] = json.loads(keyring().decrypt(sealed, PURPOSE))
    days = {name: dt.date.fromisoformat(said[name]) if said[name] else None for name in DAYS}
    amounts = {name: Decimal(said[name]) for name in AMOUNTS}
    as_of = dt.datetime.fromisoformat(said["as_of"])
    return LoanRow(
        **said | days | amounts | {"as_of": as_of, "timezones": tuple(said["timezones"])}
    )
