"""A condition: clauses that must all hold; read from JSON, written to it, tried on what is known.

A document is a list of clauses: `{"fact": "habit", "one_of": ["always_on_time"]}` (or `none_of`),
`{"fact": "days_past_due", "at_least": 1, "below": 8}`, `{"fact": "amount_due", "below": "500",
"currency": "CNY"}` (either bound may be missing), `{"fact": "answered", "is": true}`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from messaging.policy.segments.facts import FACTS, Fact, Kind, Known
from messaging.policy.segments.protected import protected_in

MOST_VALUES = 50
LONGEST_VALUE = 40
_BOUNDS = {"at_least", "below"}
_CURRENCY = re.compile(r"[A-Z]{3}")
_LARGEST = Decimal(10) ** 16
_FARTHEST = 100_000  # days


class Unreadable(ValueError):
    """`code` says what is wrong, `what` with which fact or value; `attribute`, where the law
    protects it."""

    def __init__(self, code: str, what: str = "", attribute: str = "") -> None:
        super().__init__(f"{code}: {what}")
        self.code, self.what, self.attribute = code, what, attribute


@dataclass(frozen=True, slots=True)
class OneOf:
    """The fact has one of the values; with `none`, it has none of them."""

    fact: str
    values: tuple[str, ...]
    none: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    """`at_least` ≤ the fact < `below`; an amount in this currency alone."""

    fact: str
    at_least: Decimal | None
    below: Decimal | None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Is:
    fact: str
    yes: bool


Clause = OneOf | Between | Is
Condition = tuple[Clause, ...]


def read(document: Any) -> Condition:
    """Raises Unreadable: not a list, a fact nobody may ask for, values that cannot be, no clause
    at all, a fact asked for twice."""
    if not isinstance(document, list):
        raise Unreadable("not_a_list")
    if not document:
        raise Unreadable("everybody")
    clauses = tuple(map(_clause, document))
    asked = [clause.fact for clause in clauses]
    twice = next((fact for fact in asked if asked.count(fact) > 1), None)
    if twice:
        raise Unreadable("twice", twice)
    return clauses


def write(condition: Condition) -> list[dict[str, Any]]:
    """JSON-able data that `read` reads again."""
    return [_written(clause) for clause in condition]


def holds(condition: Condition, known: Known) -> bool:
    """Whether every clause does. `expression` says the same in SQL."""
    return all(_holds(clause, known) for clause in condition)


def _holds(clause: Clause, known: Known) -> bool:
    value = getattr(known, clause.fact)
    if isinstance(clause, Is):
        return bool(value == clause.yes)
    if isinstance(clause, Between):
        if clause.currency and known.currency != clause.currency:
            return False
        enough = clause.at_least is None or value >= clause.at_least
        return enough and (clause.below is None or value < clause.below)
    found = (
        value in clause.values
        if FACTS[clause.fact].kind is Kind.ONE
        else not value.isdisjoint(clause.values)
    )
    return found != clause.none


def _clause(raw: Any) -> Clause:
    if not isinstance(raw, dict) or not isinstance(raw.get("fact"), str):
        raise Unreadable("not_a_clause")
    fact = FACTS.get(raw["fact"])
    if fact is None:
        named = protected_in(raw["fact"])
        if named:
            raise Unreadable("protected", raw["fact"], named[0])
        raise Unreadable("unknown_fact", raw["fact"])
    return _READERS[fact.kind](fact, {key: raw[key] for key in raw if key != "fact"})


def _one_of(fact: Fact, raw: dict[str, Any]) -> OneOf:
    if len(raw) != 1 or not raw.keys() <= {"one_of", "none_of"}:
        raise Unreadable("not_a_clause", fact.code)
    ((how, values),) = raw.items()
    if not isinstance(values, list) or not 1 <= len(values) <= MOST_VALUES:
        raise Unreadable("no_values", fact.code)
    return OneOf(fact.code, tuple(_value(fact, each) for each in values), how == "none_of")


def _value(fact: Fact, raw: Any) -> str:
    if not isinstance(raw, str) or not raw or len(raw) > LONGEST_VALUE or not raw.isprintable():
        raise Unreadable("bad_value", fact.code)
    if fact.values is not None and raw not in fact.values:
        raise Unreadable("bad_value", raw)
    named = protected_in(raw) if fact.values is None else None
    if named:
        raise Unreadable("protected", raw, named[0])
    return raw


def _between(fact: Fact, raw: dict[str, Any]) -> Between:
    money = fact.kind is Kind.MONEY
    if not raw.keys() & _BOUNDS or not raw.keys() <= _BOUNDS | ({"currency"} if money else set()):
        raise Unreadable("not_a_clause", fact.code)
    low, high = (_bound(fact, raw.get(name)) for name in ("at_least", "below"))
    if low is None and high is None:
        raise Unreadable("not_a_clause", fact.code)
    if low is not None and high is not None and low >= high:
        raise Unreadable("nobody", fact.code)
    currency = raw.get("currency", "")
    if money and not (isinstance(currency, str) and _CURRENCY.fullmatch(currency)):
        raise Unreadable("no_currency", fact.code)
    return Between(fact.code, low, high, currency)


def _bound(fact: Fact, raw: Any) -> Decimal | None:
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int | str):
        raise Unreadable("bad_value", fact.code)
    try:
        value = Decimal(raw)
    except InvalidOperation:
        raise Unreadable("bad_value", fact.code) from None
    days = fact.kind is Kind.DAYS
    largest = _FARTHEST if days else _LARGEST
    if not value.is_finite() or abs(value) >= largest or value != round(value, 0 if days else 2):
        raise Unreadable("bad_value", fact.code)
    return value


def _is(fact: Fact, raw: dict[str, Any]) -> Is:
    if raw.keys() != {"is"} or not isinstance(raw["is"], bool):
        raise Unreadable("not_a_clause", fact.code)
    return Is(fact.code, raw["is"])


_READERS: dict[Kind, Callable[[Fact, dict[str, Any]], Clause]] = {
    Kind.ONE: _one_of,
    Kind.SEVERAL: _one_of,
    Kind.DAYS: _between,
    Kind.MONEY: _between,
    Kind.YES_NO: _is,
}


def _written(clause: Clause) -> dict[str, Any]:
    if isinstance(clause, Is):
        return {"fact": clause.fact, "is": clause.yes}
    if isinstance(clause, OneOf):
        how = "none_of" if clause.none else "one_of"
        return {"fact": clause.fact, how: list(clause.values)}
    told: dict[str, Any] = {"fact": clause.fact}
    for name in ("at_least", "below"):
        bound = getattr(clause, name)
        if bound is not None:
            told[name] = f"{bound:f}"
    return told | ({"currency": clause.currency} if clause.currency else {})


def facts_of(condition: Sequence[Clause]) -> set[str]:
    """Which facts it asks for."""
    return {clause.fact for clause in condition}
