"""What one rule says."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from ..reasons import OK

PASS, HOLD, BLOCK = "pass", "hold", "block"


class Finding(NamedTuple):
    """One entry of a trace. `until` None in a hold means: until something changes.

    `saw` holds what the rule looked at, JSON-able and free of personal data.
    """

    rule: str
    outcome: str
    reason: str
    until: datetime | None
    saw: dict[str, Any]


def passes(rule: str, saw: dict[str, Any] | None = None, reason: str = OK) -> Finding:
    """Nothing against it."""
    if saw is None and reason == OK:
        return _plain_pass(rule)
    return Finding(rule, PASS, reason, None, saw or {})


@lru_cache(maxsize=64)
def _plain_pass(rule: str) -> Finding:
    """Most findings of most decisions, made once; what a finding saw is never changed."""
    return Finding(rule, PASS, OK, None, {})


def holds(rule: str, reason: str, until: datetime | None, saw: dict[str, Any]) -> Finding:
    """Not now."""
    return Finding(rule, HOLD, reason, until and until.astimezone(UTC), saw)


def blocks(rule: str, reason: str, saw: dict[str, Any]) -> Finding:
    """Never, with these facts."""
    return Finding(rule, BLOCK, reason, None, saw)
