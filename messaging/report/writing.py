"""The report as text for people, CSV for spreadsheets; JSON is its own `to_json`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from accounts.lists.spreadsheets import csv_line
from messaging.report import rules
from messaging.report.parts import Check, Report

CSV_HEADER = ("check", "kind", "about", "what", "value")


def as_text(report: Report) -> str:
    """Lines: each check with its figures, violations, and what to look at."""
    return "\n".join(_lines(report)) + "\n"


def as_json(report: Report) -> str:
    return json.dumps(report.to_json(), indent=1, ensure_ascii=False) + "\n"


def as_csv(report: Report) -> str:
    """One row per figure, violation and doubt."""
    return "".join(csv_line(row) for row in _rows(report))


def _rows(report: Report) -> Iterator[tuple[object, ...]]:
    yield CSV_HEADER
    for check in report.checks:
        yield (check.name, "summary", "", "checked", check.checked)
        yield (check.name, "summary", "", "violations", check.violation_count)
        yield (check.name, "summary", "", "doubtful", check.doubtful_count)
        for what, value in _flat(check.figures):
            yield (check.name, "figure", "", what, value)
        for kind, found in (("violation", check.violations), ("doubt", check.doubtful)):
            for v in found:
                yield (check.name, kind, v.about, v.what, v.detail)


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
    if report.holds:
        yield _("No violation was found.")
    else:
        total = sum(check.violation_count for check in report.checks)
        yield _("%(count)d violations were found.") % {"count": total}


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
