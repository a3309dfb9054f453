"""The form of a segment: one part a fact, read as a document of conditions and drawn from one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.datastructures import MultiValueDict

from accounts.models import Lender
from messaging.policy.segments.facts import FACTS, Fact, Kind
from messaging.segments.words import VALUES, fact_label

HOW = ("one_of", "none_of")


@dataclass(frozen=True)
class Part:
    """How one fact stands in the form. `values`: (value, label, chosen); `typed`: values of a fact
    without a list, as they were typed."""

    code: str
    kind: str
    label: str
    values: tuple[tuple[str, Any, bool], ...] = ()
    typed: str = ""
    none: bool = False
    low: str = ""
    high: str = ""
    currency: str = ""
    yes: str = ""


def parts(conditions: list[dict[str, Any]], lender: Lender) -> list[Part]:
    """Every fact, asked for or not. One query (the lender's products)."""
    asked = {each["fact"]: each for each in conditions}
    products = list(lender.products.order_by("code").values_list("code", flat=True)[:50])
    return [_part(fact, asked.get(fact.code, {}), lender, products) for fact in FACTS.values()]


def posted(data: MultiValueDict[str, str]) -> list[dict[str, Any]]:
    """What the form says; what cannot be read goes along as it is, and is refused by `read`."""
    return [clause for fact in FACTS.values() if (clause := _posted(fact, data))]


def _part(fact: Fact, clause: Mapping[str, Any], lender: Lender, products: list[str]) -> Part:
    common: dict[str, Any] = {
        "code": fact.code,
        "kind": fact.kind.value,
        "label": fact_label(fact.code),
    }
    if fact.kind is Kind.YES_NO:
        yes = "" if "is" not in clause else ("yes" if clause["is"] else "no")
        return Part(**common, yes=yes)
    if fact.kind in (Kind.DAYS, Kind.MONEY):
        days = fact.kind is Kind.DAYS
        return Part(
            **common,
            low=str(clause.get("at_least", "")),
            high=_last_day(clause.get("below", "")) if days else str(clause.get("below", "")),
            currency=str(clause.get("currency", lender.currency)),
        )
    chosen = [str(each) for how in HOW for each in clause.get(how, [])]
    none = "none_of" in clause
    if fact.kind is Kind.SEVERAL:
        return Part(**common, typed=", ".join(chosen), none=none)
    labels = VALUES.get(fact.code, {})
    known = list(fact.values or dict.fromkeys([*products, *chosen]))
    values = tuple((value, labels.get(value, value), value in chosen) for value in known)
    return Part(**common, values=values, none=none)


def _posted(fact: Fact, data: MultiValueDict[str, str]) -> dict[str, Any] | None:
    told: dict[str, Any] = {"fact": fact.code}
    if fact.kind is Kind.YES_NO:
        answer = data.get(fact.code, "")
        return told | {"is": answer == "yes"} if answer in ("yes", "no") else None
    if fact.kind in (Kind.DAYS, Kind.MONEY):
        low = _number(data.get(f"{fact.code}_low"))
        high = _number(data.get(f"{fact.code}_high"))
        if not low and not high:
            return None
        if fact.kind is Kind.DAYS:
            return told | _bounds(low, _day_after(high))
        return (
            told | _bounds(low, high) | {"currency": data.get(f"{fact.code}_currency", "").strip()}
        )
    values = data.getlist(fact.code)
    if fact.kind is Kind.SEVERAL:
        values = [each.strip() for text in values for each in text.replace("，", ",").split(",")]
    values = [value for value in dict.fromkeys(values) if value]
    if not values:
        return None
    return told | {"none_of" if data.get(f"{fact.code}_none") else "one_of": values}


def _bounds(low: str, high: str) -> dict[str, str]:
    return {name: bound for name, bound in (("at_least", low), ("below", high)) if bound}


def _number(text: str | None) -> str:
    return (text or "").strip().replace(",", "").replace("，", "")


def _day_after(text: str) -> str:
    try:
        return f"{Decimal(text) + 1:f}" if text else ""
    except InvalidOperation:
        return text


def _last_day(below: Any) -> str:
    try:
        return f"{Decimal(below) - 1:f}" if below != "" else ""
    except (InvalidOperation, TypeError):
        return str(below)
