"""Reading what a batch HTTP gateway answers. Whatever is not understood is left out: unknown.

Nothing here trusts the gateway's bytes: wrong types, foreign ids, deep nesting and contradictions
give fewer outcomes, never an error.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from messaging.gateways import clean
from messaging.gateways.base import Outcome, Result

RESULTS = {
    "accepted": Result.ACCEPTED,
    "refused": Result.REFUSED,
    "retry": Result.RETRY,
}
# Of a message asked about later: what became of it since, receipts tell.
KNOWN = {
    "accepted": Result.ACCEPTED,
    "delivered": Result.ACCEPTED,
    "undelivered": Result.ACCEPTED,
    "refused": Result.REFUSED,
    "never_seen": Result.REFUSED,
}
CONTRADICTED = "contradicted"


def outcomes(body: bytes) -> list[Outcome]:
    """One per message the answer speaks of."""
    return _read(body, RESULTS)


def known(body: bytes) -> list[Outcome]:
    """Those the gateway can tell something about."""
    return _read(body, KNOWN)


def says_nothing_taken(body: bytes) -> bool:
    """Whether the gateway says in so many words that it took none of the request's messages."""
    document = parsed(body)
    return (
        isinstance(document, dict) and document.get("accepted") == 0 and "results" not in document
    )


def parsed(body: bytes) -> Any:
    """The JSON of an answer; None when it is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _read(body: bytes, meanings: dict[str, Result]) -> list[Outcome]:
    found: dict[int, Outcome] = {}
    for pk, entry in _entries(body):
        status = entry.get("status")
        meaning = meanings.get(status) if isinstance(status, str) else None
        if meaning is None:
            continue
        error = clean.code(entry.get("code")) or ("never_seen" if status == "never_seen" else "")
        outcome = Outcome(pk, meaning, error, clean.ref(entry.get("ref")))
        if pk in found and found[pk].result != meaning:
            outcome = Outcome(pk, Result.UNKNOWN, CONTRADICTED)
        found[pk] = outcome
    return list(found.values())


def _entries(body: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    document = parsed(body)
    entries = document.get("results") if isinstance(document, dict) else None
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict) and (pk := clean.message_id(entry.get("id"))):
            yield pk, entry
