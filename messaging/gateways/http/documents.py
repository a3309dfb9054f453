"""The JSON of an answer; whatever a provider writes, nothing here fails."""

from __future__ import annotations

import json
from typing import Any


def document(body: bytes) -> dict[str, Any]:
    """The object in it; empty for anything else."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def inner(found: Any, *names: str) -> Any:
    """What stands under these names, one in the other; None when something else does."""
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def objects(found: Any) -> list[dict[str, Any]]:
    """Those of a list; none of anything else."""
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
