"""The helplines that a call in distress names: those of the region the customer's number is of.

The list is data (helplines.yaml), with where each number was read and whether that was verified.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import phonenumbers
import yaml
from django.utils.translation import get_language

from accounts.models import ContactPoint

_FILE = Path(__file__).with_name("helplines.yaml")


@dataclass(frozen=True, slots=True)
class Helpline:
    """`seen`: where the number was read; for who checks it, in English."""

    country: str
    number: str
    names: dict[str, str]
    open_at: dict[str, str]
    seen: str
    verified: bool

    @property
    def name(self) -> str:
        return self.names[_language()]

    @property
    def hours(self) -> str:
        return self.open_at[_language()]


def of_country(country: str) -> tuple[Helpline, ...]:
    """Those of a country, as two letters; none for a country that is not on the list."""
    return _all().get(country, ())


def for_customer(points: list[ContactPoint], *, country: str) -> tuple[Helpline, ...]:
    """Those of the region of the first number that tells one; else of `country`, the policy's."""
    for point in points:
        found = of_country(_region(ContactPoint.address.field.readable(point) or ""))
        if found:
            return found
    return of_country(country)


def _region(number: str) -> str:
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return ""
    return str(phonenumbers.region_code_for_country_code(parsed.country_code or 0))


@cache
def _all() -> dict[str, tuple[Helpline, ...]]:
    raw: dict[str, list[dict[str, Any]]] = yaml.safe_load(_FILE.read_text("utf-8"))
    return {
        country: tuple(
            Helpline(
                country=country,
                number=str(line["number"]),
                names=line["name"],
                open_at=line["hours"],
                seen=line["seen"],
                verified=line["verified"],
            )
            for line in lines
        )
        for country, lines in raw.items()
    }


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh"
