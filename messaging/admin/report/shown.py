"""A kept report as its page shows it: words for codes, and a link to each row it names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _, gettext_lazy

from messaging import labels
from messaging.models.message import MessageState
from messaging.report import rules, words
from messaging.report.parts import Check, Report, Violation
from messaging.report.quiet_hours import BUCKETS

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
}
"""By what the name of a row begins with: its page, and what it is called."""


@dataclass(frozen=True, slots=True)
class Row:
    """What is named: as a link where it has a page."""

    name: str
    link: str
    what: str = ""
    detail: str = ""


def sections(report: Report) -> list[dict[str, Any]]:
    """A check each, in the order of the report."""
    return [_section(check) for check in report.checks]


def _section(check: Check) -> dict[str, Any]:
    rule = rules.named(check.name)
    return {
        "check": check,
        "tag": "hc-good" if check.holds else "hc-bad",
        "title": rule.title if rule else check.name,
        "looks_for": rule.looks_for if rule else "",
        "figures": [*_figures(check.figures)],
        "histogram": _histogram(check.figures.get("margins_to_end", {})),
        "tightest": [_margin(each) for each in check.figures.get("tightest", ())],
        "caps": [{**each, "said": _cap(each)} for each in check.figures.get("most", ())],
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
        return span(float(value))
    if path.endswith("_hours"):
        return span(float(value) * 3600)
    return str(value)


def span(seconds: float) -> str:
    """As a person says it, to the second."""
    whole = int(seconds)
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
    if hours:
        return _("%(hours)d h %(minutes)02d min") % {"hours": hours, "minutes": minutes}
    if minutes:
        return _("%(minutes)d min %(seconds)02d s") % {"minutes": minutes, "seconds": rest}
    return _("%(seconds)s s") % {"seconds": f"{seconds:.1f}".removesuffix(".0")}


def _histogram(numbers: dict[str, int]) -> list[dict[str, Any]]:
    most = max(numbers.values(), default=0)
    order = [*(f"≤ {name}" for _seconds, name in BUCKETS), "longer"]
    numbers = {name: numbers[name] for name in order if name in numbers}  # JSON keeps no order
    return [
        {
            "label": _("longer") if name == "longer" else name,
            "number": number,
            "width": round(100 * number / most) if most else 0,
        }
        for name, number in numbers.items()
    ]


def _margin(each: dict[str, Any]) -> dict[str, Any]:
    return {
        "row": _named(each["about"]),
        "at": datetime.fromisoformat(each["at"]),
        "margin": "—" if each["seconds"] is None else span(each["seconds"]),
        "permit": "—" if each["permit_left"] is None else span(each["permit_left"]),
    }


def _cap(each: dict[str, Any]) -> str:
    """Of what, over how long, on which channels; a report's own key holds the codes."""
    policy, scope, *period, counted = each["cap"].split(" ")
    number = policy.partition(":")[2]
    over = _("a day") if period == ["day"] else _("%(hours)s hours") % {"hours": period[0]}
    channels = "、".join(str(words.COUNTED.get(code, code)) for code in counted.split("/"))
    return f"{_('policy')} #{number} · {words.SCOPE.get(scope, scope)} · {over} · {channels}"


def _run(each: dict[str, Any]) -> dict[str, Any]:
    left_out = [(labels.reason(why), number) for why, number in each["minus"].items()]
    return {**each, "row": _named(f"run:{each['run']}"), "left_out": left_out}


def _row(violation: Violation) -> Row:
    named = _named(violation.about)
    return Row(named.name, named.link, words.what(violation.what), violation.detail)


def _named(about: str) -> Row:
    kind, _colon, number = about.partition(":")
    page, name = PAGES.get(kind, ("", kind))
    if not number.isdigit():
        return Row(about, "")
    return Row(f"{name} #{number}", reverse(page, args=[int(number)]) if page else "")
