"""A wording beside another one: what changed in the text, its size and cost, and for sending."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Lender
from accounts.models.choices import Channel
from accounts.rules.money import price
from messaging.admin.templates.placeholder_labels import what_changes
from messaging.admin.templates.preview_panel import SPECIMENS, sample
from messaging.content.diff import Change, compare
from messaging.decisions.facts.sender import Sender
from messaging.models import TemplateVersion
from messaging.models.approvable import ApprovalState
from messaging.preview import specimens

_MEASURED = (specimens.TYPICAL, specimens.LONGEST, specimens.SEVERAL)


@dataclass(frozen=True)
class Figure:
    """One line of "before → after"; `before` is empty where there is nothing to compare with."""

    label: Any
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        return bool(self.before) and self.before != self.after


@dataclass(frozen=True)
class Comparison:
    """`base`: the version compared with, None for the first of its kind; `others`: what else it
    could be compared with, newest first."""

    base: TemplateVersion | None
    others: list[TemplateVersion]
    changes: tuple[Change, ...]
    figures: list[Figure]
    sending: list[str]


def comparison_of(
    version: TemplateVersion,
    *,
    standing: TemplateVersion | None,
    asked: str,
    sender: Sender,
    now: datetime,
) -> Comparison:
    """With the version asked for by id, else with the one it replaces or would replace."""
    same = TemplateVersion.objects.filter(template=version.template_id, language=version.language)
    others = list(same.exclude(pk=version.pk).select_related("template").order_by("-number"))
    base = next((other for other in others if str(other.pk) == asked), None)
    base = base or _replaced_by(version, standing=standing, others=others)
    return Comparison(
        base=base,
        others=others,
        changes=compare(base.body, version.body) if base else (),
        figures=_figures(version, base, sender=sender, now=now),
        sending=what_changes(base, version.body),
    )


def _replaced_by(
    version: TemplateVersion, *, standing: TemplateVersion | None, others: list[TemplateVersion]
) -> TemplateVersion | None:
    """What is in force; for what is or was in force itself, the approved one before it."""
    begun = version.state in (ApprovalState.APPROVED, ApprovalState.RETIRED)
    if standing and standing.pk != version.pk and not (begun and standing.number > version.number):
        return standing
    decided = [other for other in others if other.effective_from and other.number < version.number]
    return decided[0] if decided else None


def _figures(
    version: TemplateVersion, base: TemplateVersion | None, *, sender: Sender, now: datetime
) -> list[Figure]:
    """Of a text by SMS; others have no segments."""
    if version.template.channel != Channel.SMS:
        return []
    said: dict[str, Any] = {"version": version, "sender": sender, "now": now}
    figures = []
    for kind in _MEASURED:
        new = sample(version.body, kind, **said)
        old = sample(base.body, kind, **said) if base else None
        label = SPECIMENS[kind]
        figures.append(Figure(label, _size(old, sender.lender), _size(new, sender.lender)))
    return figures


def _size(shown: Any, lender: Lender) -> str:
    """`2 SMS (104/67) · 0.09元`; empty for nothing."""
    if shown is None:
        return ""
    size = shown.size
    text = _("%(n)s SMS (%(units)s/%(limit)s) · %(cost)s") % {
        "n": size.segments,
        "units": size.units,
        "limit": size.per_segment_limit,
        "cost": price(shown.cost, lender.currency),
    }
    gaps = _("has gaps")
    return text if shown.gap is None else f"{text} · {gaps}"
