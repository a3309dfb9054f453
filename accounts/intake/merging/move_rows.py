"""The row of a file that named a loan under another number, as text and as it was read."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

from accounts.intake.parsing.shapes import Instalment, LoanRow, ToldConsent

AMOUNTS = ("principal", "outstanding", "amount_due")
DAYS = ("due_date", "phone_confirmed_on")


def as_text(row: LoanRow) -> str:
    """Amounts, days and the moment as text."""
    return json.dumps(row._asdict(), ensure_ascii=False, default=str)


def from_text(text: str) -> LoanRow:
    said: dict[str, Any] = json.loads(text)
    days = {name: dt.date.fromisoformat(said[name]) if said[name] else None for name in DAYS}
    amounts = {name: Decimal(said[name]) for name in AMOUNTS}
    return LoanRow(
        **{"officer_name": ""}
        | said
        | days
        | amounts
        | {
            "as_of": dt.datetime.fromisoformat(said["as_of"]),
            "timezones": tuple(said["timezones"]),
            "instalments": tuple(_instalment(*each) for each in said.get("instalments", ())),
            "consents": tuple(
                ToldConsent(kind, agreed, dt.date.fromisoformat(on), evidence)
                for kind, agreed, on, evidence in said.get("consents", ())
            ),
        }
    )


def _instalment(
    number: int, due: str, principal: str, interest: str, fee: str, pay_with: str
) -> Instalment:
    parts = (Decimal(principal), Decimal(interest), Decimal(fee))
    return Instalment(number, dt.date.fromisoformat(due), *parts, pay_with)
