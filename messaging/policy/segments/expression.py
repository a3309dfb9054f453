"""A condition as one SQL expression over rows that have the columns of Known."""

from __future__ import annotations

from typing import Any

from messaging.policy.segments.condition import Between, Clause, Condition, Is
from messaging.policy.segments.facts import FACTS, Kind


def expression(
    condition: Condition, *, row: str = "f", name: str = "c"
) -> tuple[str, dict[str, Any]]:
    """The expression and its parameters, which are called `name` and a number.

    `row` is the alias of the rows. True of the same rows as `condition.holds` of what they hold:
    no column is null.
    """
    parameters: dict[str, Any] = {}
    parts = [_part(clause, row, name, parameters) for clause in condition]
    return "(" + " AND ".join(parts or ["true"]) + ")", parameters


def _part(clause: Clause, row: str, name: str, parameters: dict[str, Any]) -> str:
    def given(value: Any) -> str:
        key = f"{name}{len(parameters)}"
        parameters[key] = value
        return f"%({key})s"

    column = f"{row}.{FACTS[clause.fact].code}"
    if isinstance(clause, Is):
        return f"{column} = {given(clause.yes)}"
    if isinstance(clause, Between):
        parts = [f"{row}.currency = {given(clause.currency)}"] if clause.currency else []
        parts += [f"{column} >= {given(clause.at_least)}"] if clause.at_least is not None else []
        parts += [f"{column} < {given(clause.below)}"] if clause.below is not None else []
        return "(" + " AND ".join(parts) + ")"
    values = given(list(clause.values))
    several = FACTS[clause.fact].kind is Kind.SEVERAL
    found = f"{column} && {values}::text[]" if several else f"{column} = ANY ({values}::text[])"
    return f"NOT ({found})" if clause.none else f"({found})"
