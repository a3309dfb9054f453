"""Why a run writes to more or fewer people than another: what keeps back more or fewer of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

MOST = 4
"""Reasons named for one run: those by which it differs most."""


class Moved(NamedTuple):
    """So many customers `now` and `before`; `reason` "" for those who are due at all."""

    reason: str
    now: int
    before: int

    @property
    def more(self) -> int:
        return self.now - self.before


def moved(now: Mapping[str, Any], before: Mapping[str, Any]) -> list[Moved]:
    """Of two funnels (messaging.planning.funnel): what differs, most first. Those due, less those
    kept back, are those to be written to; so the differences add up the same way."""
    ours, theirs = _kept_back(now), _kept_back(before)
    found = [
        Moved("", now.get("due", 0), before.get("due", 0)),
        *(Moved(code, ours.get(code, 0), theirs.get(code, 0)) for code in {**ours, **theirs}),
    ]
    differing = [each for each in found if each.more]
    return sorted(differing, key=lambda each: -abs(each.more))[:MOST]


def _kept_back(funnel: Mapping[str, Any]) -> dict[str, int]:
    return {each["reason"]: each["count"] for each in funnel.get("minus", ())}
