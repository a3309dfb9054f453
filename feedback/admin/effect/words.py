"""What stands on the page of effects, in words."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.admin.zone_names import zone
from accounts.models import Lender
from accounts.models.choices import Cause, Channel, Language
from accounts.rules.delinquency import Habit
from feedback.effect.reading import Line, Verdict
from messaging.models import Segment, TemplateVersion
from messaging.models.choices import StageChoices, Tone

CUTS: dict[str, Any] = {
    "overall": _("All episodes"),
    "stage": _("By stage"),
    "tone": _("By tone"),
    "text": _("By text"),
    "cause": _("By cause of delay"),
    "cell": _("By cell of the strategy"),
    "habit": _("By repayment habit"),
    "hour": _("By hour of the text"),
    "channel": _("By channel"),
    "language": _("By language"),
    "zone": _("By region (time zone)"),
    "currency": _("By currency"),
    "segment": _("By customer segment"),
    "lender": _("By lender"),
}

NOTES: dict[str, Any] = {
    "text": _(
        "Pieces of useful knowledge stand here too. Each is compared with the customers who agreed "
        "to some and were drawn into a control group of their own; what is counted is what they "
        "repaid on the loan that falls due next, and “KT” counts as an opt-out."
    ),
    "hour": _(
        "The hour, by the customer's clock, at which the text was to leave when its run was "
        "released: the one drawn for it, or else the first that hours and tranches left; in the "
        "control group the one at which it would have. A text that left later, or not at all, "
        "stays in its hour. Cells in which a trial names hours are left out of both groups."
    ),
}
"""What has to be said of a cut."""

OUTCOMES: dict[str, Any] = {
    "full": _("Repaid in full"),
    "part": _("Repaid something"),
    "amount": _("Amount repaid"),
    "kept": _("Promise kept"),
}

HARMS: dict[str, Any] = {
    "complained": _("Complaints"),
    "opted_out": _("Opt-outs"),
    "distressed": _("Distress"),
    "in_hardship": _("Hardship"),
    "wrong_person": _("Wrong person"),
}

VERDICTS: dict[Verdict, Any] = {
    Verdict.FEW: _("Fewer than ten customers: not shown"),
    Verdict.HARMFUL: _("Does harm"),
    Verdict.BETTER: _("Helps, and harm is no worse"),
    Verdict.BETTER_HARM_UNCLEAR: _("More is repaid; whether harm is no worse is not known yet"),
    Verdict.WORSE: _("Less is repaid"),
    Verdict.TOO_SMALL: _("Sample too small"),
    Verdict.NO_DIFFERENCE: _("No difference worth a text"),
}

TAGS: dict[Verdict, str] = {
    Verdict.HARMFUL: "hc-bad",
    Verdict.BETTER: "hc-good",
    Verdict.BETTER_HARM_UNCLEAR: "hc-warn",
    Verdict.WORSE: "hc-bad",
}

_HABITS: dict[str, Any] = {
    Habit.ALWAYS_ON_TIME: _("Always on time"),
    Habit.SOMETIMES_LATE: _("Sometimes late"),
    Habit.OFTEN_LATE: _("Often late"),
}

_LABELS: dict[str, dict[str, Any]] = {
    "stage": dict(StageChoices.choices),
    "tone": dict(Tone.choices),
    "cause": dict(Cause.choices),
    "channel": dict(Channel.choices),
    "language": dict(Language.choices),
    "habit": _HABITS,
}


def parted(lines: Iterable[Line]) -> list[tuple[Any, Any]]:
    """Heading and name of each language or region that texts treat otherwise than everybody."""
    return [
        (CUTS[line.cut], labels(line.cut, [line.value]).get(line.value, line.value))
        for line in lines
    ]


def labels(cut: str, values: list[str]) -> dict[str, Any]:
    """Names of the values; one query for texts, however many."""
    if cut == "text":
        ids = [int(value) for value in values]
        found = TemplateVersion.objects.select_related("template").in_bulk(ids)
        return {str(pk): version for pk, version in found.items()}
    if cut == "overall":
        return {"": _("Written to against control")}
    if cut == "cell":
        return {value: " · ".join(_named(*value.split(":"))) for value in values}
    if cut == "hour":
        return {value: f"{value}:00–{value}:59" for value in values}
    if cut == "segment":
        return {str(pk): each for pk, each in Segment.objects.in_bulk(map(int, values)).items()}
    if cut == "lender":
        return {str(pk): each for pk, each in Lender.objects.in_bulk(map(int, values)).items()}
    if cut == "zone":
        return {"": _("not known")} | {value: zone(value) for value in values if value}
    return _LABELS.get(cut, {})


def _named(*codes: str) -> list[str]:
    """Stage, tone and cause of a cell; a code that is none any more stands for itself."""
    return [
        str(_LABELS[cut].get(code, code))
        for cut, code in zip(("stage", "tone", "cause"), codes, strict=False)
    ]
