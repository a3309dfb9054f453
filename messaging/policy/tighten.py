"""A policy that inherits may only tighten.

Windows shrink, caps and staleness fall, gaps and minimum retention rise, opt-out words are added;
what is the lender's own affair (fields.FREE) is chosen freely; every other field stays, unless the
policy it inherits from leaves it open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .document import read_caps, read_policy, read_value, refuse_unknown_fields, write_policy
from .errors import LoosensError
from .fields import FALL, FEWER, FIELDS, FREE, GROW, HARDEN, RISE, SHRINK
from .model import Policy
from .parts import Cap, Windows
from .timetable import day_spans

_WHY = {
    FALL: "may only fall",
    RISE: "may only rise",
    SHRINK: "may only shrink",
    GROW: "may only gain days",
    HARDEN: "may only become stricter",
    FEWER: "may only be left out of",
}


def tighten(base: Policy, changes: Mapping[str, Any]) -> Policy:
    """`base` with the document `changes` laid over it; LoosensError when it would allow more."""
    merged = inherit(write_policy(base), changes)
    return read_policy({**merged, "inherits": base.name})


def inherit(parent: Mapping[str, Any], child: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a child document over its parent's; both may be incomplete."""
    refuse_unknown_fields(child)
    merged = {**parent, **child}
    for name in FIELDS:
        if name in parent and name in child:
            check_field(name, read_value(name, parent[name]), read_value(name, child[name]))
    if "caps" in parent and "caps" in child:
        merged["caps"] = _merge_caps(parent["caps"], child["caps"])
    return merged


def check_tightens(base: Policy, child: Policy) -> None:
    """Raise LoosensError naming the first field in which `child` allows more than `base`."""
    for name in FIELDS:
        check_field(name, getattr(base, name), getattr(child, name))
    limits = {cap.key: cap.limit for cap in child.caps}
    for cap in base.caps:
        if limits.get(cap.key, cap.limit + 1) > cap.limit:
            raise _loosens("caps", f"a cap of {cap.limit} per {cap.scope} may not rise or go")


def check_field(name: str, base: Any, child: Any) -> None:
    """Raise LoosensError when the value of one field allows more than the inherited one."""
    way, words = FIELDS[name].heir, FIELDS[name].words
    fine: Callable[[], bool] = {
        FALL: lambda: _as_limit(child) <= _as_limit(base),
        RISE: lambda: child >= base,
        SHRINK: lambda: _is_inside(child, base),
        GROW: lambda: _grows(base, child),
        FEWER: lambda: set(child) <= set(base),
        FREE: lambda: True,
        HARDEN: lambda: words.index(child) >= words.index(base),
    }.get(way, lambda: bool(child == base))
    if not fine():
        raise _loosens(name, f"{_WHY.get(way, 'may not change')} in a policy that inherits it")


def _grows(base: Any, child: Any) -> bool:
    """Nothing is left out: of a list, or of the list of any language."""
    if isinstance(base, Mapping):
        return all(set(child.get(key, ())) >= set(words) for key, words in base.items())
    return set(child) >= set(base)


def _as_limit(value: int | None) -> float:
    return float("inf") if value is None else value


def _is_inside(child: Windows, base: Windows) -> bool:
    for channel in {*child, *base}:
        outer = day_spans(base.get(channel) or base["all"])
        inner = day_spans(child.get(channel) or child["all"])
        for outer_day, inner_day in zip(outer, inner, strict=True):
            for start, end in inner_day:
                if not any(first <= start and end <= last for first, last in outer_day):
                    return False
    return True


def _merge_caps(parent: Any, child: Any) -> list[Any]:
    """The child's caps replace the parent's about the same thing; the others stay."""
    base = dict(zip(_keys(parent), parent, strict=True))
    for key, cap in zip(_keys(child), child, strict=True):
        if key in base and cap["limit"] > base[key]["limit"]:
            raise _loosens(
                "caps", f"a cap may only fall, not from {base[key]['limit']} to {cap['limit']}"
            )
        base[key] = cap
    return list(base.values())


def _keys(raw: Any) -> list[tuple[object, ...]]:
    caps: tuple[Cap, ...] = read_caps(raw)
    return [cap.key for cap in caps]


def _loosens(field: str, reason: str) -> LoosensError:
    return LoosensError(
        field=field,
        reason=reason,
        way_out="Keep the inherited value or a stricter one, or write a policy that inherits none.",
    )
