"""Facts to JSON and back. Fields at their default are left out: there are millions of traces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from .calendar import Calendar, CalendarDay
from .facts import (
    ChosenFacts,
    ContactFacts,
    ContactPointFacts,
    EducationFacts,
    HoldFacts,
    LoanFacts,
    PastContact,
    TemplateFacts,
)

_PARTS: dict[str, type] = {
    "loans": LoanFacts,
    "contact_point": ContactPointFacts,
    "template": TemplateFacts,
    "holds": HoldFacts,
    "contacts": PastContact,
    "calendar": CalendarDay,
    "education": EducationFacts,
    "chosen": ChosenFacts,
}
_AS_IT_IS = frozenset({str, int, bool, type(None)})
_READERS: dict[str, Callable[[Any], Any]] = {
    "due_date": date.fromisoformat,
    "review_due": date.fromisoformat,
    "confirmed_on": date.fromisoformat,
    "date": date.fromisoformat,
    "amount_due": Decimal,
    "amount": Decimal,
    "day": date.fromisoformat,
    "as_of": datetime.fromisoformat,
    "starts_at": datetime.fromisoformat,
    "until": datetime.fromisoformat,
    "effective_from": datetime.fromisoformat,
    "at": datetime.fromisoformat,
    "replying_to": datetime.fromisoformat,
    "last_at": datetime.fromisoformat,
    "reminded_at": datetime.fromisoformat,
    "released_at": datetime.fromisoformat,
    "next_dues": lambda days: tuple(map(date.fromisoformat, days)),
    "zones": tuple,
    "stops": tuple,
    "missing": tuple,
    "untrue": tuple,
    "waiting": tuple,
    "untold": tuple,
    "loan_ids": tuple,
    "unready": tuple,
    "foreign": tuple,
    "passed_over": lambda pairs: tuple(map(tuple, pairs)),
    "gateway_classes": frozenset,
}


def write_facts(facts: ContactFacts) -> dict[str, Any]:
    """JSON-able data without the fields that stand at their default."""
    written = _write_object(facts)
    if facts.calendar:
        written["calendar"] = _write_calendar(facts.calendar)
    return written


def read_facts(data: dict[str, Any]) -> ContactFacts:
    """Facts from what `write_facts` wrote."""
    facts: ContactFacts = _read_object(ContactFacts, data)
    return facts


@lru_cache(maxsize=32)
def _write_calendar(calendar: Calendar) -> list[dict[str, Any]]:
    """Written once: all decisions of a run share it."""
    return [_write_object(day) for day in calendar]


def _write_object(thing: Any) -> dict[str, Any]:
    written = {}
    for name, default in _fields(type(thing)):  # type: ignore[arg-type]
        value = getattr(thing, name)
        if value is not default and value != default:
            kind = type(value)
            written[name] = value if kind in _AS_IT_IS else _write(value)
    return written


@cache
def _fields(kind: type) -> tuple[tuple[str, Any], ...]:
    """Names and defaults; the calendar has a writer of its own."""
    return tuple((f.name, f.default) for f in fields(kind) if f.name != "calendar")


def _write(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_write(item) for item in value]
    return _write_object(value) if hasattr(value, "__dataclass_fields__") else value


def _read_object(kind: type, data: dict[str, Any]) -> Any:
    return kind(**{name: _read(name, value) for name, value in data.items()})


def _read(name: str, value: Any) -> Any:
    if value is None:
        return None
    part = _PARTS.get(name)
    if part is not None:
        if isinstance(value, list):
            return tuple(_read_object(part, item) for item in value)
        return _read_object(part, value)
    reader = _READERS.get(name)
    return reader(value) if reader else value
