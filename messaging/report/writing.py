"""The report as text for people, CSV for spreadsheets; JSON is its own `to_json`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.lists.spreadsheets import csv_line, heading_line
from messaging.report import details, rules, verdict, words
from messaging.report.parts import Check, Report


def as_text(report: Report) -> str:
    """Lines: each check with its figures, violations, and what to look at."""
    return "\n".join(_lines(report)) + "\n"


def as_json(report: Report) -> str:
    return json.dumps(report.to_json(), indent=1, ensure_ascii=False) + "\n"


def as_csv(report: Report) -> str:
    """What it says and of which time, then one row per figure, violation and doubt."""
    heading = (_("rule"), _("kind"), _("row"), _("what"), _("value"))
    return heading_line(heading) + "".join(csv_line(row) for row in _rows(report))


def _rows(report: Report) -> Iterator[tuple[object, ...]]:
    period = report.period
    whole = _("whole report")
    yield (whole, "", "", _("from"), _moment(period.since))
    yield (whole, "", "", _("to"), _moment(period.until))
    yield (whole, "", "", _("seen up to"), _moment(period.seen_until))
    for line in (verdict.said(report), *verdict.but(report)):
        yield (whole, _("summary"), "", line, "")
    for check in report.checks:
        rule = rules.named(check.name)
        name = rule.title if rule else check.name
        yield (name, _("summary"), "", _("looked at"), check.checked)
        yield (name, _("summary"), "", _("violations"), check.violation_count)
        yield (name, _("summary"), "", _("to look at"), check.doubtful_count)
        for what, value in _flat(check.figures):
            yield (name, _("figure"), "", str(words.FIGURE.get(what, what)), value)
        found = ((_("violation"), check.violations), (_("to look at"), check.doubtful))
        for kind, those in found:
            for v in those:
                yield (name, kind, v.about, words.what(v.what), details.said(v.detail))


def _moment(moment: datetime) -> str:
    return f"{localtime(moment):%Y-%m-%d %H:%M}"


def _lines(report: Report) -> Iterator[str]:
    period = report.period
    yield _("Compliance from %(since)s to %(until)s") % {
        "since": f"{period.since:%Y-%m-%d %H:%M %Z}",
        "until": f"{period.until:%Y-%m-%d %H:%M %Z}",
    }
    for check in report.checks:
        yield ""
        yield from _check_lines(check)
    yield ""
    yield verdict.said(report)
    yield from verdict.but(report)


def _check_lines(check: Check) -> Iterator[str]:
    numbers = {"checked": check.checked, "violations": check.violation_count}
    said = _("%(checked)d checked, %(violations)d violations") % numbers
    rule = rules.named(check.name)
    yield f"{'✓' if check.holds else '✗'} {rule.title if rule else check.name}: {said}"
    for name, value in _flat(check.figures):
        yield f"    {name}: {value}"
    for violation in check.violations:
        yield f"  ✗ {violation.about} {violation.what} {violation.detail}".rstrip()
    if check.violation_count > len(check.violations):
        yield _("    … and %(count)d more") % {
            "count": check.violation_count - len(check.violations)
        }
    for doubt in check.doubtful:
        yield f"  ? {doubt.about} {doubt.what} {doubt.detail}".rstrip()


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            yield from _flat(inner, f"{name}.{number}")
    else:
        yield name, value
