"""Where what a piece of useful knowledge says comes from, as data. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

STATUSES = ("V", "V2", "M")


@dataclass(frozen=True, slots=True)
class Source:
    """`says`: what of the piece it is about, in English; `figures`: the numbers that stand in it;
    `status`: how the document was seen, as of a policy's figures (messaging.policy.parts)."""

    says: str
    document: str
    status: str
    figures: tuple[int, ...] = ()


@cache
def of_education() -> Mapping[str, tuple[Source, ...]]:
    """By the code of the piece."""
    name = "education/sources.yaml"
    rows = yaml.safe_load(files("messaging.library").joinpath(name).read_text(encoding="utf-8"))
    return {code: tuple(map(_source, entries)) for code, entries in rows.items()}


def _source(row: dict[str, Any]) -> Source:
    if row["status"] not in STATUSES:
        raise ValueError(f"{row['document']}: status is {row['status']!r}")
    return Source(**row | {"figures": tuple(row.get("figures", ()))})
