"""The figures of a policy as fields of a form: what was posted → figures, figures → rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from messaging.admin.policies.kinds import Input, kind_of, number
from messaging.admin.policies.table import LABELS, SECTIONS, cap_label, cap_value
from messaging.authoring.policies import EDITABLE_FIELDS, Figures
from messaging.authoring.sources import STATUSES
from messaging.policy import profiles
from messaging.policy.document import write_policy
from messaging.policy.errors import LoosensError, PolicyError
from messaging.policy.fields import FALL, FEWER, FIELDS, FREE, GROW, HARDEN, RISE, SHRINK, STAY
from messaging.policy.model import Policy

WAYS = {
    FALL: gettext_lazy("may fall, not rise"),
    RISE: gettext_lazy("may rise, not fall"),
    SHRINK: gettext_lazy("may shrink, not grow"),
    GROW: gettext_lazy("may gain entries, not lose them"),
    HARDEN: gettext_lazy("may become stricter, not milder"),
    FEWER: gettext_lazy("may lose entries, not gain them"),
    FREE: gettext_lazy("the lender's own choice"),
    STAY: gettext_lazy("stays as the profile has it"),
}


@dataclass(frozen=True)
class FigureRow:
    """One figure: its inputs, what the profile says and by what source, which way it may go, and
    what is wrong with what was typed; `source` is that of a figure that differs. Without inputs
    it is only told."""

    name: str
    label: Any
    inputs: list[Input]
    inherited: str
    prescribed_by: str
    status: Any
    source: str
    way: Any
    problem: str = ""
    has_source: bool = True


@dataclass(frozen=True)
class FormSection:
    title: Any
    rows: list[FigureRow] = field(default_factory=list)


def posted(data: Mapping[str, Any], profile: str) -> Figures:
    """What somebody typed, unread: whether it is right is for the service to say."""
    base = write_policy(profiles.load(profile))
    values = {name: kind_of(name).read(name, data, base[name]["value"]) for name in EDITABLE_FIELDS}
    caps = tuple(number(str(data.get(f"cap:{n}", ""))) for n in range(len(base["caps"])))
    sources = {name: str(data.get(f"source:{name}", "")) for name in EDITABLE_FIELDS}
    return Figures(values=values, sources=sources, caps=caps)


def stored(policy: Policy, profile: str) -> Figures:
    """The figures of a draft as they stand; a source where one differs from the profile's."""
    document, base = write_policy(policy), write_policy(profiles.load(profile))
    return Figures(
        values={name: document[name]["value"] for name in EDITABLE_FIELDS},
        sources={
            name: document[name]["source"]
            for name in EDITABLE_FIELDS
            if document[name]["value"] != base[name]["value"]
        },
        caps=tuple(cap["limit"] for cap in document["caps"]),
    )


def sections(
    figures: Figures, profile: str, problems: Mapping[str, PolicyError] | None = None
) -> list[FormSection]:
    """The form in the order of the policy's page, each figure beside the profile's."""
    base, wrong = profiles.load(profile), problems or {}
    document = write_policy(base)
    drawn = [
        FormSection(title, [_row(name, document, figures, wrong) for name, _label in fields])
        for title, fields in SECTIONS
    ]
    drawn[1].rows[:0] = _cap_rows(figures, base, wrong)
    return drawn


def _row(
    name: str, document: Mapping[str, Any], figures: Figures, wrong: Mapping[str, PolicyError]
) -> FigureRow:
    figure, kind = document[name], kind_of(name)
    editable = name in EDITABLE_FIELDS
    return FigureRow(
        name=name,
        label=LABELS[name],
        inputs=kind.inputs(name, figures.values.get(name)) if editable else [],
        inherited=kind.say(figure["value"]),
        prescribed_by=_(figure["source"]) if figure["source"] else "",
        status=STATUSES[figure["status"]],
        source=figures.sources.get(name, ""),
        way=WAYS[FIELDS[name].heir if editable else STAY],
        problem=_sentence(wrong[name], name) if name in wrong else "",
        has_source=editable,
    )


def _cap_rows(figures: Figures, base: Policy, wrong: Mapping[str, PolicyError]) -> list[FigureRow]:
    return [
        FigureRow(
            name=(key := f"cap:{place}"),
            label=cap_label(cap),
            inputs=[Input(key, str(figures.caps[place] if place < len(figures.caps) else ""))],
            inherited=cap_value(cap),
            prescribed_by=_(cap.origin.source) if cap.origin.source else "",
            status=STATUSES[cap.origin.status],
            source="",
            way=WAYS[FALL],
            problem=_sentence(wrong[key], key) if key in wrong else "",
            has_source=False,
        )
        for place, cap in enumerate(base.caps)
    ]


def _sentence(error: PolicyError, name: str) -> str:
    if isinstance(error, LoosensError):
        heir = FIELDS[name].heir if name in FIELDS else FALL
        return _("looser than the profile: it %(way)s") % {"way": WAYS[heir]}
    return str(kind_of(name).hint)
