"""A policy as a document: `{field: {value, source, status}}` and a list of caps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .codecs import one_of, whole, words
from .errors import PolicyError
from .fields import FIELDS
from .model import Policy
from .parts import CHANNELS, KINDS, ORIGINS, SCOPES, Cap, Origin

NAMES = ("name", "inherits")
CAP_FIELDS = ("scope", "channels", "counts", "limit", "hours", "source", "status")


def read_policy(document: Mapping[str, Any]) -> Policy:
    """A complete document as a Policy; PolicyError says what is wrong with it."""
    refuse_unknown_fields(document)
    document = {**_unsaid(), **document}
    for name in ("name", *FIELDS, "caps"):
        if name not in document:
            raise PolicyError(
                field=name, reason="it is missing", way_out="Add it, or inherit it from a policy."
            )
    name, inherits = document["name"], document.get("inherits")
    if not isinstance(name, str) or not name:
        raise PolicyError(field="name", reason=f"{name!r} is no name", way_out="Write a word.")
    values = {field: read_value(field, document[field]) for field in FIELDS}
    return Policy(
        name=name,
        inherits=inherits,
        caps=read_caps(document["caps"]),
        origins={field: read_origin(field, document[field]) for field in FIELDS},
        **values,
    )


def _unsaid() -> dict[str, Any]:
    """The figures that documents of earlier days do not have."""
    return {
        name: {"value": field.unsaid, "source": "", "status": "P"}
        for name, field in FIELDS.items()
        if field.unsaid is not None
    }


def write_policy(policy: Policy) -> dict[str, Any]:
    """The document of a policy, JSON-able and complete."""
    document: dict[str, Any] = {"name": policy.name, "inherits": policy.inherits}
    for name, field in FIELDS.items():
        origin = policy.origin(name)
        document[name] = {
            "value": field.codec.write(getattr(policy, name)),
            "source": origin.source,
            "status": origin.status,
        }
    document["caps"] = [_write_cap(cap) for cap in policy.caps]
    return document


def refuse_unknown_fields(document: Mapping[str, Any]) -> None:
    """A misspelt field would silently leave a rule out."""
    for name in document:
        if name not in FIELDS and name not in (*NAMES, "caps"):
            raise PolicyError(
                field=str(name),
                reason="a policy has no such field",
                way_out="Remove it or correct its spelling.",
            )


def read_value(field: str, figure: Any) -> Any:
    """The value of one figure of the document."""
    if not isinstance(figure, Mapping) or "value" not in figure:
        raise PolicyError(
            field=field,
            reason="it has no value",
            way_out="Write it as value, source and status.",
        )
    return _read(field, FIELDS[field].codec.read, figure["value"])


def read_origin(field: str, figure: Mapping[str, Any]) -> Origin:
    """Source and status of one figure; the status is one of V, V2, M, P."""
    status = _read(field, one_of(*ORIGINS).read, figure.get("status"))
    return Origin(source=str(figure.get("source", "")), status=status)


def read_caps(raw: Any) -> tuple[Cap, ...]:
    """The caps of a document; two about the same thing are refused."""
    if not isinstance(raw, list | tuple):
        raise PolicyError(field="caps", reason="it is not a list", way_out="List the caps.")
    caps = tuple(_read_cap(f"caps[{place}]", cap) for place, cap in enumerate(raw))
    if len({cap.key for cap in caps}) < len(caps):
        raise PolicyError(
            field="caps", reason="two caps are about the same thing", way_out="Keep the lower one."
        )
    return caps


def _read_cap(field: str, raw: Any) -> Cap:
    if not isinstance(raw, Mapping) or set(raw) - set(CAP_FIELDS):
        raise PolicyError(
            field=field, reason="it is no cap", way_out=f"Give {', '.join(CAP_FIELDS)}."
        )
    return Cap(
        scope=_read(field, one_of(*SCOPES).read, raw.get("scope")),
        channels=_read(field, words(*CHANNELS).read, raw.get("channels")),
        counts=_read(field, words(*KINDS).read, raw.get("counts")),
        limit=_read(field, whole(least=1).read, raw.get("limit")),
        hours=_read(field, whole(least=1, optional=True).read, raw.get("hours")),
        origin=read_origin(field, raw),
    )


def _write_cap(cap: Cap) -> dict[str, Any]:
    return {
        "scope": cap.scope,
        "channels": list(cap.channels),
        "counts": list(cap.counts),
        "limit": cap.limit,
        "hours": cap.hours,
        "source": cap.origin.source,
        "status": cap.origin.status,
    }


def _read(field: str, read: Any, raw: Any) -> Any:
    try:
        return read(raw)
    except ValueError as error:
        raise PolicyError(
            field=field, reason=str(error), way_out="Correct the value and try again."
        ) from error
