"""The figures of a policy as fields of a form: what was posted → figures, figures → rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from accounts.models.choices import Channel
from messaging.admin.policies.table import DAYS, LABELS, cap_label, cap_value
from messaging.authoring.policies import EDITABLE_FIELDS, Figures
from messaging.policy import profiles
from messaging.policy.errors import LoosensError, PolicyError
from messaging.policy.fields import FALL, FIELDS, GROW, HARDEN, OVERDUE_REVIEW, RISE, SHRINK
from messaging.policy.model import Policy
from messaging.policy.parts import ANY_CHANNEL, WEEKDAYS

MAX_SOURCE = 200
WAYS = {
    FALL: gettext_lazy("may fall, not rise"),
    RISE: gettext_lazy("may rise, not fall"),
    SHRINK: gettext_lazy("may shrink, not grow"),
    GROW: gettext_lazy("may gain days, not lose them"),
    HARDEN: gettext_lazy("may become stricter, not milder"),
}
_HINTS = {
    "windows": gettext_lazy("write hours such as 08:00-12:00 14:00-22:00"),
    "least_amount": gettext_lazy("write an amount such as 1 or 0.50"),
    "blackout_days": gettext_lazy("write days such as 2026-02-16, or 02-16 for every year"),
}
_AS_TYPED = ("overdue_review", "least_amount")
_WORDS = {
    "warn": gettext_lazy("leaves, with a warning"),
    "block": gettext_lazy("may not leave"),
}


@dataclass(frozen=True)
class Input:
    """One field of the form; `choices` makes it a menu."""

    name: str
    value: str
    label: Any = ""
    choices: list[tuple[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class FigureRow:
    """One figure: its inputs, what the profile says and by what source, which way it may go, and
    what is wrong with what was typed; `source` is that of a figure that differs."""

    name: str
    label: Any
    inputs: list[Input]
    inherited: str
    prescribed_by: str
    source: str
    way: Any
    problem: str = ""
    has_source: bool = True


def posted(data: Mapping[str, Any], profile: str) -> Figures:
    """What somebody typed, unread: whether it is right is for the service to say."""
    base = profiles.load(profile).to_document()
    values = {name: _posted_value(name, data, base[name]["value"]) for name in EDITABLE_FIELDS}
    caps = tuple(_number(str(data.get(f"cap:{n}", ""))) for n in range(len(base["caps"])))
    sources = {name: str(data.get(f"source:{name}", ""))[:MAX_SOURCE] for name in EDITABLE_FIELDS}
    return Figures(values=values, sources=sources, caps=caps)


def stored(policy: Policy, profile: str) -> Figures:
    """The figures of a draft as they stand; a source where one differs from the profile's."""
    document, base = policy.to_document(), profiles.load(profile).to_document()
    return Figures(
        values={name: document[name]["value"] for name in EDITABLE_FIELDS},
        sources={
            name: document[name]["source"]
            for name in EDITABLE_FIELDS
            if document[name]["value"] != base[name]["value"]
        },
        caps=tuple(cap["limit"] for cap in document["caps"]),
    )


def rows(
    figures: Figures, profile: str, problems: Mapping[str, PolicyError] | None = None
) -> list[FigureRow]:
    """The form, each figure beside the profile's."""
    base, wrong = profiles.load(profile), problems or {}
    document = base.to_document()
    drawn = [
        FigureRow(
            name=name,
            label=LABELS[name],
            inputs=_inputs(name, figures.values.get(name)),
            inherited=_in_words(name, document[name]["value"]),
            prescribed_by=_(document[name]["source"]) if document[name]["source"] else "",
            source=figures.sources.get(name, ""),
            way=WAYS[FIELDS[name].heir],
            problem=_sentence(wrong[name], FIELDS[name].heir, name) if name in wrong else "",
        )
        for name in EDITABLE_FIELDS
    ]
    return [*drawn, *_cap_rows(figures, base, wrong)]


def _cap_rows(figures: Figures, base: Policy, wrong: Mapping[str, PolicyError]) -> list[FigureRow]:
    return [
        FigureRow(
            name=(key := f"cap:{place}"),
            label=cap_label(cap),
            inputs=[Input(key, str(figures.caps[place] if place < len(figures.caps) else ""))],
            inherited=cap_value(cap),
            prescribed_by=_(cap.origin.source) if cap.origin.source else "",
            source="",
            way=WAYS[FALL],
            problem=_sentence(wrong[key], FALL, key) if key in wrong else "",
            has_source=False,
        )
        for place, cap in enumerate(base.caps)
    ]


def _inputs(name: str, value: Any) -> list[Input]:
    if name == "windows":
        return [
            Input(
                f"windows:{channel}:{day}",
                " ".join(week.get(day, [])),
                DAYS[place]
                if channel == ANY_CHANNEL
                else f"{Channel(channel).label} {DAYS[place]}",
            )
            for channel, week in value.items()
            for place, day in enumerate(WEEKDAYS)
        ]
    if name == "blackout_days":
        return [Input(name, " ".join(value))]
    if name == "overdue_review":
        return [Input(name, value, choices=[(word, _WORDS[word]) for word in OVERDUE_REVIEW])]
    return [Input(name, "" if value is None else str(value))]


def _posted_value(name: str, data: Mapping[str, Any], inherited: Any) -> Any:
    if name == "windows":
        return {
            channel: {
                day: str(data.get(f"windows:{channel}:{day}", "")).split() for day in WEEKDAYS
            }
            for channel in inherited
        }
    typed = str(data.get(name, "")).strip()
    if name == "blackout_days":
        return typed.split()
    return typed if name in _AS_TYPED else _number(typed)


def _number(typed: str) -> int | str | None:
    """A number where it is one; else what was typed, which the policy then refuses."""
    typed = typed.strip()
    if not typed:
        return None
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else typed


def _in_words(name: str, value: Any) -> str:
    if name == "windows":
        return " · ".join(sorted({" ".join(w) for week in value.values() for w in week.values()}))
    if name == "overdue_review":
        return str(_WORDS[value])
    if value is None:
        return _("no rule")
    return "、".join(value) or _("none") if isinstance(value, list) else str(value)


def _sentence(error: PolicyError, heir: str, name: str) -> str:
    if isinstance(error, LoosensError):
        return _("looser than the profile: it %(way)s") % {"way": WAYS[heir]}
    return str(_HINTS.get(name, _("write a whole number of at least 1")))
