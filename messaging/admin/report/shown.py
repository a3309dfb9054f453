"""A kept report as its page shows it: words for codes, and a link to each row it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from accounts.admin.zone_names import zone
from accounts.input.params import row_id
from messaging import labels
from messaging.models import PolicyVersion
from messaging.models.message_states import MessageState
from messaging.report import details, rules, words
from messaging.report.parts import Check, Report, Violation

PAGES = {
    "message": ("admin:messaging_message_change", gettext_lazy("message")),
    "candidate": ("admin:candidate", gettext_lazy("candidate")),
    "run": ("admin:messaging_run_change", gettext_lazy("run")),
    "template": ("admin:template_version", gettext_lazy("text")),
    "policy": ("admin:policy", gettext_lazy("policy")),
    "strategy": ("admin:strategy", gettext_lazy("strategy")),
    "gateway": ("admin:gateway", gettext_lazy("gateway")),
    "complaint": ("admin:complaint", gettext_lazy("complaint")),
    "conversation": ("admin:conversation", gettext_lazy("conversation")),
    "call": ("", gettext_lazy("call")),
    "verification": ("", gettext_lazy("check of the sealed chain")),
    "user": ("", gettext_lazy("colleague")),
}
"""By what the name of a row begins with: its page (or none), and what it is called."""

ALONE = {"chain": gettext_lazy("sealed chain"), "sealer": gettext_lazy("sealer of the chain")}
"""What there is one of."""

SPANS = {
    "≤ 1 min": gettext_lazy("1 minute at most"),
    "≤ 5 min": gettext_lazy("5 minutes at most"),
    "≤ 15 min": gettext_lazy("15 minutes at most"),
    "≤ 1 h": gettext_lazy("1 hour at most"),
    "≤ 4 h": gettext_lazy("4 hours at most"),
    "longer": gettext_lazy("longer"),
}
"""By the keys of a report."""


@dataclass(frozen=True, slots=True)
class Row:
    """What is named: as a link where it has a page."""

    name: str
    link: str
    what: str = ""
    detail: str = ""


def sections(report: Report) -> list[dict[str, Any]]:
    """A check each, in the order of the report."""
    policies = _policies(report)
    return [_section(check, policies) for check in report.checks]


def _policies(report: Report) -> dict[int, PolicyVersion]:
    """Those whose caps a report tells; one query."""
    told = [cap["cap"] for check in report.checks for cap in check.figures.get("most", ())]
    ids = {number for cap in told if (number := row_id(_policy_of(cap)))}
    return PolicyVersion.objects.select_related("lender").defer("document").in_bulk(ids)


def _policy_of(cap: str) -> str:
    return cap.split(" ")[0].partition(":")[2]


def _section(check: Check, policies: Mapping[int, PolicyVersion]) -> dict[str, Any]:
    rule = rules.named(check.name)
    return {
        "check": check,
        "tag": "hc-good" if check.holds else "hc-bad",
        "title": rule.title if rule else check.name,
        "looks_for": rule.looks_for if rule else "",
        "figures": [*_figures(check.figures)],
        "histogram": _histogram(check.figures.get("margins_to_end", {})),
        "clock": _clock(check.figures.get("least_margin_to_end") or {}),
        "hours": _hours(check.figures),
        "tightest": [_margin(each) for each in check.figures.get("tightest", ())],
        "caps": [{**each, "said": _cap(each, policies)} for each in check.figures.get("most", ())],
        "states": [
            (MessageState(state).label, number)
            for state, number in check.figures.get("by_state", {}).items()
        ],
        "runs": [_run(each) for each in check.figures.get("runs", ())],
        "violations": [_row(each) for each in check.violations],
        "more": check.violation_count - len(check.violations),
        "doubtful": [_row(each) for each in check.doubtful],
    }


def _figures(figures: dict[str, Any], path: str = "") -> Iterator[tuple[Any, str, Row | None]]:
    for name, value in figures.items():
        at = f"{path}.{name}" if path else name
        if isinstance(value, dict):
            yield from _figures(value, at)
        elif at in words.FIGURE and value is not None:
            beside = figures.get("about") if name == "seconds" else None
            yield words.FIGURE[at], _value(at, value), _named(beside) if beside else None


def _value(path: str, value: Any) -> str:
    if path == "verified_at":
        return f"{localtime(datetime.fromisoformat(value)):%Y-%m-%d %H:%M}" if value else "—"
    if "seconds" in path:
        return details.span(float(value))
    if path.endswith("_hours"):
        return details.span(float(value) * 3600)
    return str(value)


def _histogram(numbers: dict[str, int]) -> list[dict[str, Any]]:
    most = max(numbers.values(), default=0)
    return [
        {"label": said, "number": numbers[name], "width": _share(numbers[name], most)}
        for name, said in SPANS.items()  # JSON keeps no order
        if name in numbers
    ]


def _share(number: int, most: int) -> int:
    return round(100 * number / most) if most else 0


def _clock(least: dict[str, Any]) -> dict[str, Any] | None:
    """The hand-over nearest to the end of its hours, as clocks there showed it. None: there is
    none, or the report was kept before this was noted."""
    if "local" not in least:
        return None
    local, until = (datetime.fromisoformat(least[name]) for name in ("local", "until"))
    return {
        "day": local.date(),
        "local": f"{local:%H:%M:%S}",
        "until": f"{until:%H:%M}",
        "zone": "" if least["zone"] == settings.TEAM_ZONE else zone(least["zone"]),
        "row": _named(least["about"]),
    }


def _hours(figures: dict[str, Any]) -> dict[str, Any] | None:
    """Hand-overs by the hour of the customer's clock, from the first hour with one to the last."""
    own, asked = figures.get("by_hour") or {}, figures.get("asked_by_hour") or {}
    hours = sorted({int(hour) for hour in (*own, *asked)})
    if not hours:
        return None
    most = max(own.values(), default=0)
    return {
        "rows": [
            {
                "hour": f"{hour:02}:00–{hour:02}:59",
                "own": (number := own.get(str(hour), 0)),
                "asked": asked.get(str(hour), 0),
                "width": _share(number, most),
            }
            for hour in range(hours[0], hours[-1] + 1)
        ],
        "first": f"{min(map(int, own)):02}:00" if own else "",
        "over": f"{max(map(int, own)) + 1:02}:00" if own else "",
    }


def _margin(each: dict[str, Any]) -> dict[str, Any]:
    return {
        "row": _named(each["about"]),
        "at": datetime.fromisoformat(each["at"]),
        "margin": "—" if each["seconds"] is None else details.span(each["seconds"]),
        "permit": "—" if each["permit_left"] is None else details.span(each["permit_left"]),
    }


def _cap(each: dict[str, Any], policies: Mapping[int, PolicyVersion]) -> str:
    """Whose, of what, over how long, on which channels; a report's own key holds the codes."""
    _policy, scope, *period, counted = each["cap"].split(" ")
    number = _policy_of(each["cap"])
    policy = policies.get(row_id(number) or 0)
    whose = f"{policy.lender} · {_('policy')} v{policy.number}" if policy else ""
    channels = _(", ").join(str(words.COUNTED.get(code, code)) for code in counted.split("/"))
    return " · ".join(
        [
            whose or f"{_('policy')} #{number}",
            str(words.SCOPE.get(scope, scope)),
            _("a day") if period == ["day"] else _over(int(period[0])),
            channels,
        ]
    )


def _over(hours: int) -> str:
    """7 days rather than 168 hours."""
    days, rest = divmod(hours, 24)
    if days > 1 and not rest:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}


def _run(each: dict[str, Any]) -> dict[str, Any]:
    left_out = [(labels.reason(why), number) for why, number in each["minus"].items()]
    return {**each, "row": _named(f"run:{each['run']}"), "left_out": left_out}


def _row(violation: Violation) -> Row:
    named = _named(violation.about)
    return Row(named.name, named.link, words.what(violation.what), details.said(violation.detail))


def _named(about: str) -> Row:
    kind, colon, number = about.partition(":")
    page, name = PAGES.get(kind, ("", kind))
    if not colon:
        return Row(str(ALONE.get(about, about)), "")
    if not number.isdigit():
        return Row(about, "")
    return Row(f"{name} #{number}", reverse(page, args=[int(number)]) if page else "")
