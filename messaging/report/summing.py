"""Reports of days put together into one of all of them.

A day is proven once it is over and kept (`daily`); each looks back as far as its caps do, so that
nothing falls between two days. A long period then costs as much as its days are many, whatever was
sent on them. What was changed behind our back since is not seen this way: that is the sealed
chain's part, and the report from the rows finds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from messaging.report.margins import SHOWN
from messaging.report.parts import KEPT, Check, Period, Report

LEAST = {"least_margin_to_end", "least_margin_since_start", "least_margin_of_a_permit"}
"""With the row that has it."""
SUMMED = {
    "margins_to_end",
    "by_hour",
    "asked_by_hour",
    "at_night_by_consent",
    "answers_at_night",
    "confirmations",
    "in_the_same_moment",
    "by_reply",
    "by_state",
    "reminders_after_a_piece",
    "given",
}
GREATEST = {
    "slowest_confirmation_seconds",
    "last_text_begun_after_seconds",
    "oldest_hours",
    "slowest",
    "longest",
    "link",
    "verified_at",
}
SMALLEST = {"least_gap_seconds", "least_days_left"}
JOINED = {"runs"}
"""Any other figure (a median, numbers of different things) cannot be had from those of days, and is
left out."""


def together(days: Sequence[Report], period: Period) -> Report:
    """In the order of the days, none of them twice."""
    names = dict.fromkeys(check.name for day in days for check in day.checks)
    return Report(period, tuple(_check(name, days) for name in names))


def _check(name: str, days: Sequence[Report]) -> Check:
    parts = [check for day in days for check in day.checks if check.name == name]
    return Check(
        name,
        checked=sum(part.checked for part in parts),
        figures=_figures([part.figures for part in parts]),
        violations=[each for part in parts for each in part.violations][:KEPT],
        violation_count=sum(part.violation_count for part in parts),
        doubtful=[each for part in parts for each in part.doubtful][:KEPT],
        doubtful_count=sum(part.doubtful_count for part in parts),
        queries=parts[-1].queries,
    )


def _figures(parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    found = {}
    for name in dict.fromkeys(name for part in parts for name in part):
        values = [part[name] for part in parts if part.get(name) not in (None, "")]
        figure = _figure(name, values) if values else None
        if figure is not None:
            found[name] = figure
    return found


def _figure(name: str, values: list[Any]) -> Any:
    if name in LEAST:
        known = [value for value in values if value["seconds"] is not None]
        return min(known, key=lambda value: value["seconds"], default=None)
    if name == "tightest":
        rows = [row for value in values for row in value]
        return sorted(rows, key=_tight)[:SHOWN]
    if name == "most":
        return _most(row for value in values for row in value)
    if name in SUMMED:
        return _by_key(values, sum) if isinstance(values[0], dict) else sum(values)
    if name in SMALLEST:
        return _by_key(values, min) if isinstance(values[0], dict) else min(values)
    if name in GREATEST:
        return max(values)
    if name in JOINED:
        return [each for value in values for each in value]
    return _figures(values) if isinstance(values[0], dict) else None


def _by_key(values: list[dict[str, Any]], how: Any) -> dict[str, Any]:
    names = dict.fromkeys(key for value in values for key in value)
    return {key: how([value[key] for value in values if key in value]) for key in names}


def _tight(row: dict[str, Any]) -> tuple[float, str]:
    return (-1.0 if row["seconds"] is None else row["seconds"], row["about"])


def _most(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        before = found.get(row["cap"])
        if before is None or row["most"] > before["most"]:
            found[row["cap"]] = row
    return [found[cap] for cap in sorted(found)]
