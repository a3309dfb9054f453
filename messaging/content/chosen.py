"""What an agent chooses for one answer: a day and an amount, and no words of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from messaging.content.render import RenderError, parse

DAY, AMOUNT = "chosen_day", "chosen_amount"
NAMES = frozenset({DAY, AMOUNT})
"""Placeholders that only answers may have: nobody chooses for a reminder."""

REACH_DAYS = 30
"""What is agreed is for today or one of the next days, this many at most. Our own proposal (P)."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen; None where nothing was. `currency` (ISO 4217) belongs to the amount."""

    day: date | None = None
    amount: Decimal | None = None
    currency: str = ""

    def __bool__(self) -> bool:
        return self.day is not None or self.amount is not None

    @property
    def mark(self) -> str:
        """The same for the same choice, however it was typed."""
        day = self.day.isoformat() if self.day else ""
        amount = "" if self.amount is None else f"{self.amount:f}".rstrip("0").rstrip(".")
        return f"{day}|{amount}|{self.currency}"


NOTHING = Chosen()


def asked_by(body: str) -> frozenset[str]:
    """Which of them a text leaves open."""
    try:
        return NAMES.intersection(parse(body).names)
    except RenderError:
        return frozenset()


def of_text(body: str, chosen: Chosen) -> Chosen:
    """As much of it as the text leaves open: what it does not say is not kept."""
    asked = asked_by(body)
    amount = chosen.amount if AMOUNT in asked else None
    return Chosen(
        day=chosen.day if DAY in asked else None,
        amount=amount,
        currency=chosen.currency if amount is not None else "",
    )
