"""The work calendar: which years are confirmed for whom, and one version as a year on a page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _, gettext_lazy

from accounts.admin.pages import needs, render
from config import clock
from messaging.admin.approvals.decision_panel import decision_on
from messaging.admin.approvals.version_list import VersionScreen
from messaging.admin.calendars.year_grid import DayRow, day_rows, months
from messaging.approval.drafting import EDITABLE
from messaging.authoring.calendar.proposal import is_proposal, years_ahead
from messaging.authoring.calendar.unknown import countries_in_use
from messaging.models import CalendarYear, in_force
from messaging.models.approvable import ApprovalState
from messaging.models.calendar import Country
from messaging.policy.calendar import CalendarError, read_year


@admin.register(CalendarYear)
class CalendarScreen(VersionScreen):
    list_display = [
        "country",
        "of_year",
        "number",
        "state_tag",
        "source",
        "author",
        "effective_from",
    ]
    list_filter = ["country", "year", "state"]
    ordering = ["-year", "country", "-number"]
    page = "admin:calendar_year"
    one_of_each = ("country", "year")

    @admin.display(description=gettext_lazy("year"), ordering="year")
    def of_year(self, version: CalendarYear) -> str:
        return str(version.year)


@dataclass(frozen=True)
class YearRow:
    """A year of a country some lender goes by; `open` is a draft or waits for confirmation."""

    country: str
    label: Any
    year: int
    lenders: str
    standing: CalendarYear | None
    open: CalendarYear | None


@needs("messaging.view_calendaryear")
def work_calendar(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    return render(
        request,
        "messaging/work_calendar.html",
        title=_("Work calendar"),
        rows=_rows(now),
        countries=Country.choices,
        next_year=localdate(now).year + 1,
        may_write=request.user.has_perm("messaging.change_calendaryear"),
    )


@needs("messaging.view_calendaryear")
def calendar_year(request: HttpRequest, pk: int) -> HttpResponse:
    related = CalendarYear.objects.select_related(
        "author", "edited_by", "submitted_by", "decided_by"
    )
    version, now = get_object_or_404(related, pk=pk), clock.now()
    may_write = request.user.has_perm("messaging.change_calendaryear")
    standing = in_force.calendar_version(version.country, version.year, now)
    rows = _days(version, standing)
    return render(
        request,
        "messaging/calendar_year.html",
        title=str(version),
        version=version,
        standing=standing,
        is_proposal=is_proposal(version.source),
        months=months(version.year, rows),
        rows=rows,
        off=sum(not row.day.working for row in rows if row.change != "removed"),
        worked=sum(row.day.working for row in rows if row.change != "removed"),
        may_write=may_write,
        editable=may_write and version.state in EDITABLE,
        decision=decision_on(version, by=request.user, now=now),
    )


def _days(version: CalendarYear, standing: CalendarYear | None) -> list[DayRow]:
    try:
        days = read_year(version.days, version.year)
    except CalendarError:
        return []
    before = (
        read_year(standing.days, standing.year) if standing and standing.pk != version.pk else None
    )
    return day_rows(days, before)


def _rows(now: datetime) -> list[YearRow]:
    used, years = countries_in_use(now), years_ahead(localdate(now))
    versions = list(CalendarYear.objects.filter(country__in=used, year__in=years))
    return [
        YearRow(
            country=country,
            label=Country(country).label,
            year=year,
            lenders="、".join(sorted(used[country])),
            standing=_standing(versions, country, year, now),
            open=next(
                (
                    v
                    for v in versions
                    if (v.country, v.year) == (country, year)
                    and v.state in (ApprovalState.DRAFT, ApprovalState.SUBMITTED)
                ),
                None,
            ),
        )
        for country in sorted(used)
        for year in years
    ]


def _standing(
    versions: list[CalendarYear], country: str, year: int, now: datetime
) -> CalendarYear | None:
    begun = [
        (version.effective_from, version.number, version)
        for version in versions
        if (version.country, version.year) == (country, year)
        and version.state == ApprovalState.APPROVED
        and version.effective_from is not None
        and version.effective_from <= now
    ]
    return max(begun, key=lambda row: row[:2])[2] if begun else None
