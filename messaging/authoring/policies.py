"""A policy is drafted from a shipped profile: figures may become stricter, never looser."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop

from accounts.models import Lender, User
from messaging.approval import drafting
from messaging.models import PolicyVersion
from messaging.policy import profiles
from messaging.policy.document import read_value, write_policy
from messaging.policy.errors import PolicyError
from messaging.policy.fields import FIELDS, STAY
from messaging.policy.model import Policy
from messaging.policy.tighten import check_field, tighten

EDITABLE_FIELDS = tuple(name for name, each in FIELDS.items() if each.heir != STAY)
"""What a lender may tighten or choose; everything else stays as the profile has it."""

MAX_SOURCE = 200  # characters
OWN_SOURCE = gettext_noop("house rule")


@dataclass(frozen=True)
class Figures:
    """What a person wants of a policy. `values` raw, as in a document, by field; `sources` by
    field, used where the value differs from the profile's; `caps`: limits in the order of the
    profile's caps."""

    values: Mapping[str, Any]
    sources: Mapping[str, str] = field(default_factory=dict)
    caps: tuple[Any, ...] = ()


class FiguresRefused(ValueError):
    """`problems`: field (or `cap:0`) → the error that says why. Nothing was changed."""

    def __init__(self, problems: Mapping[str, PolicyError]) -> None:
        super().__init__("; ".join(map(str, problems.values())))
        self.problems = dict(problems)


def new_draft(lender: Lender, *, profile: str, by: User, now: datetime) -> PolicyVersion:
    """A draft that says what the profile says. Raises PolicyError for an unknown profile."""
    document = write_policy(tighten(profiles.load(profile), {}))
    draft = PolicyVersion(lender=lender, profile=profile, document=document)
    return drafting.start(draft, by=by, now=now)


def save(
    version: PolicyVersion,
    figures: Figures,
    *,
    note: str,
    by: User,
    now: datetime,
    seen_edited_at: datetime,
) -> PolicyVersion:
    """Store the figures. FiguresRefused names each that is wrong or looser than the profile's;
    ApprovalRefused: somebody saved since, or it was decided.

    Editing a request or a rejected version makes a draft of it.
    """
    return drafting.save(
        version,
        document=write_policy(tightened(version.profile, figures)),
        note=note,
        by=by,
        now=now,
        seen_edited_at=seen_edited_at,
    )


def tightened(profile: str, figures: Figures) -> Policy:
    """The profile with these figures laid over it. Raises FiguresRefused."""
    base = profiles.load(profile)
    stored = write_policy(base)
    problems: dict[str, PolicyError] = {}
    changes: dict[str, Any] = {}
    for name in EDITABLE_FIELDS:
        if name not in figures.values or figures.values[name] == stored[name]["value"]:
            continue
        source = figures.sources.get(name, "").strip() or OWN_SOURCE
        changes[name] = {"value": figures.values[name], "source": source, "status": "P"}
        try:
            _check_source(name, source)
            check_field(name, getattr(base, name), read_value(name, changes[name]))
        except PolicyError as error:
            problems[name] = error
    caps, cap_problems = _caps(base, stored["caps"], figures.caps)
    problems |= cap_problems
    if problems:
        raise FiguresRefused(problems)
    try:
        return tighten(base, {**changes, **({"caps": caps} if caps else {})})
    except PolicyError as error:
        raise FiguresRefused({error.field: error}) from error


def _check_source(name: str, source: str) -> None:
    if len(source) > MAX_SOURCE:
        raise PolicyError(
            field=name,
            reason=f"its source has {len(source)} characters",
            way_out=f"Name it in {MAX_SOURCE} characters at most.",
        )


def _caps(
    base: Policy, stored: list[dict[str, Any]], wanted: tuple[Any, ...]
) -> tuple[list[dict[str, Any]], dict[str, PolicyError]]:
    """The caps that fall; and by `cap:place` why one cannot."""
    fallen, problems = [], {}
    for place, (cap, limit) in enumerate(zip(stored, wanted, strict=False)):
        if limit == cap["limit"]:
            continue
        changed = {**cap, "limit": limit, "source": OWN_SOURCE, "status": "P"}
        try:
            tighten(base, {"caps": [changed]})
        except PolicyError as error:
            problems[f"cap:{place}"] = error
        else:
            fallen.append(changed)
    return fallen, problems
