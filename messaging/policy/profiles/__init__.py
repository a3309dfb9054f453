"""The shipped policy profiles, one YAML file each; `base` is what they have in common."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from ..document import read_policy
from ..errors import PolicyError
from ..model import Policy
from ..tighten import inherit

NAMES = ("cn", "us-reg-f", "us-nyc", "in", "tw", "au", "gb", "hk", "sg")
DEFAULT = "cn"

_FOLDER = Path(__file__).parent


@lru_cache(maxsize=len(NAMES))
def load(name: str) -> Policy:
    """A shipped profile by name (see NAMES); PolicyError when there is none of that name."""
    if name not in NAMES:
        raise PolicyError(
            field="name",
            reason=f"no profile {name!r} is shipped",
            way_out=f"Use one of: {', '.join(NAMES)}.",
        )
    return read_policy(_document(name))


def _document(name: str) -> dict[str, Any]:
    raw: dict[str, Any] = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text("utf-8"))
    parent = raw.get("inherits")
    return inherit(_document(parent), raw) if parent else raw
