"""What a person should look at before confirming a year's work calendar."""

from datetime import date

from django.utils.translation import gettext as _, ngettext

from messaging.authoring.calendar.proposal import has_make_up_days, is_proposal, proposed
from messaging.content.text.findings import Finding, Level
from messaging.models import CalendarYear
from messaging.policy.calendar import CalendarDay, CalendarError, days_between, read_year

_NAMED = 5  # of each kind, the rest is counted


def calendar_findings(version: CalendarYear) -> list[Finding]:
    """A year without days off blocks; so does one that cannot be read."""
    try:
        days = read_year(version.days, version.year)
    except CalendarError as error:
        return [_finding("block", "calendar_unreadable", f"{error.day}: {error.reason}")]
    off = [day for day in days if not day.working]
    if not off:
        return [_finding("block", "no_days_off", _("The year has no day off."))]
    found = []
    if is_proposal(version.source):
        reason = _(
            "These days are a proposal. Compare them with the official notice and name that as "
            "the source."
        )
        found.append(_finding("block", "source_is_a_proposal", reason))
    if has_make_up_days(version.country) and all(not day.working for day in days):
        reason = _(
            "No weekend day is worked, though the official arrangement has such days every year: "
            "compare it with the notice."
        )
        found.append(_finding("warn", "no_make_up_days", reason))
    return found + _against_the_library(version, days)


def _against_the_library(version: CalendarYear, days: tuple[CalendarDay, ...]) -> list[Finding]:
    """Where the days differ from what the library has: a slip shows there first."""
    first, last = date(version.year, 1, 1), date(version.year, 12, 31)
    guessed, said = (
        {day.date: day.working for day in days_between({version.year: odd}, first, last)}
        for odd in (proposed(version.country, version.year), days)
    )
    differ = sorted(day for day in said if guessed[day] != said[day])
    if not differ:
        return []
    named = "、".join(str(day) for day in differ[:_NAMED]) + (" …" if len(differ) > _NAMED else "")
    reason = ngettext(
        "%(count)s day differs from our own reckoning: %(days)s.",
        "%(count)s days differ from our own reckoning: %(days)s.",
        len(differ),
    ) % {"count": len(differ), "days": named}
    return [_finding("warn", "differs_from_library", reason)]


def _finding(level: Level, code: str, reason: str) -> Finding:
    return Finding(
        level=level, category="calendar", phrase="", start=0, end=0, reason=reason, code=code
    )
