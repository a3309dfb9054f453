"""Complaints in figures: by what they are about, why, by whom, when; and the same as a file."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.timezone import get_default_timezone, localdate, localtime
from django.utils.translation import gettext as _, gettext_lazy

from accounts.admin import step_up
from accounts.admin.pages import needs, render
from accounts.input.params import row_id
from accounts.lists.spreadsheets import csv_line, heading_line
from accounts.models import Lender
from config import clock
from feedback.complaints import pausing, statistics
from feedback.complaints.statistics import PERIODS, Row, Span
from feedback.models import Complaint, ComplaintPause
from messaging.models import TemplateVersion

DEFAULT_DAYS = 183
PAUSES_SHOWN = 20
UNSAID = gettext_lazy("Not said yet")
NO_SUCH = gettext_lazy("None")
HEADINGS: dict[str, Any] = {
    "category": gettext_lazy("category"),
    "root_cause": gettext_lazy("root cause"),
    "template_version": gettext_lazy("text complained about"),
    "via": gettext_lazy("came by"),
    "lender": gettext_lazy("lender"),
    "severity": gettext_lazy("severity"),
    "outcome": gettext_lazy("outcome"),
}
CHOICES: dict[str, dict[str, Any]] = {
    "category": dict(Complaint.Category.choices),
    "root_cause": dict(Complaint.RootCause.choices),
    "via": dict(Complaint.Via.choices),
    "severity": dict(Complaint.Severity.choices),
    "outcome": dict(Complaint.Outcome.choices),
}


@needs("feedback.view_complaint")
def complaint_statistics(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    today = localdate(now)
    span, by = _asked(request, today)
    total = statistics.total(span, today=today)
    tables = [
        {
            "heading": HEADINGS[column],
            "rows": _shown(column, statistics.table(span, column, today=today), span),
            "rated": column in ("template_version", "lender"),
        }
        for column in statistics.TABLES
    ]
    periods = _periods(statistics.by_period(span, by, today=today), by, span)
    return render(
        request,
        "feedback/complaint_statistics.html",
        title=_("Complaints in figures"),
        span=span,
        by=by,
        total=total,
        list_url=_list_url(span, {}),
        tables=[{"heading": _("month") if by == "month" else _("week"), "rows": periods}, *tables],
        lenders=Lender.objects.order_by("name"),
        query=request.GET.urlencode(),
        small=statistics.SMALL_SAMPLE,
        pauses=_pauses(),
        threshold=pausing.strictest(now),
        window=pausing.WINDOW.days,
    )


@needs("feedback.view_complaint")
@step_up.required
def complaint_export(request: HttpRequest) -> HttpResponse:
    """One line a complaint, without a name or a word of the customer's."""
    span, _by = _asked(request, localdate(clock.now()))
    response: Any = StreamingHttpResponse(_csv(span), content_type="text/csv; charset=utf-8")
    name = f"complaints-{span.first}-{span.last}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return cast(HttpResponse, response)


def _csv(span: Span) -> Iterator[str]:
    yield heading_line(_columns())
    for complaint in statistics.lines(span):
        yield csv_line(_line(complaint))


def _columns() -> list[str]:
    names = (
        *(_("number"), _("opened at"), _("came by"), _("category"), _("severity"), _("state")),
        *(_("lender"), _("text complained about"), _("answer due on"), _("resolved at")),
        *(_("outcome"), _("root cause"), _("said again"), _("second review")),
    )
    return [str(name) for name in names]


def _line(complaint: Complaint) -> Iterable[Any]:
    review = getattr(complaint, "review", None)
    yield complaint.number
    yield _moment(complaint.opened_at)
    yield complaint.get_via_display()
    yield complaint.get_category_display()
    yield complaint.get_severity_display()
    yield complaint.get_state_display()
    yield complaint.lender or ""
    yield complaint.template_version or ""
    yield complaint.due_on
    yield _moment(complaint.resolved_at)
    yield complaint.get_outcome_display()
    yield complaint.get_root_cause_display()
    yield complaint.repeats
    yield (review.get_outcome_display() or review.get_state_display()) if review else ""


def _moment(moment: datetime | None) -> str:
    return localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


def _asked(request: HttpRequest, today: date) -> tuple[Span, str]:
    """What the address asks for; anything unreadable is left out."""
    first = _day(request.GET.get("first", "")) or today - timedelta(days=DEFAULT_DAYS)
    last = _day(request.GET.get("last", "")) or today
    lender_id = row_id(request.GET.get("lender"))
    by = request.GET.get("by", "")
    return Span.of(first, last, lender_id), by if by in PERIODS else "month"


def _day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day is not None and 2000 <= day.year <= 2200 else None


def _shown(column: str, rows: list[Row], span: Span) -> list[dict[str, Any]]:
    names = _names(column, rows)
    most = max((row.complaints for row in rows), default=1)
    key = "pk" if column in ("template_version", "lender") else ""
    return [
        {
            **asdict(row),
            "label": names.get(row.key) or (NO_SUCH if key else UNSAID),
            "most": most,
            "per_thousand": row.per_thousand,
            "url": _list_url(span, _filter(column, row.key)),
        }
        for row in rows
    ]


def _names(column: str, rows: list[Row]) -> dict[Any, Any]:
    ids = [row.key for row in rows if row.key]
    if column == "template_version":
        return dict(TemplateVersion.objects.select_related("template").in_bulk(ids))
    if column == "lender":
        return dict(Lender.objects.in_bulk(ids))
    return CHOICES[column]


def _filter(column: str, key: Any) -> dict[str, Any]:
    if column in ("template_version", "lender"):
        return {f"{column}__isnull": "1"} if key is None else {f"{column}__id__exact": key}
    return {f"{column}__exact": key}


def _periods(rows: list[Row], by: str, span: Span) -> list[dict[str, Any]]:
    most = max((row.complaints for row in rows), default=1)
    found = []
    for row in rows:
        end = row.key + timedelta(days=6) if by == "week" else _end_of_month(row.key)
        part = Span(max(row.key, span.first), min(end, span.last), span.lender_id)
        label = f"{row.key:%Y-%m}" if by == "month" else f"{row.key:%Y-%m-%d}"
        found.append({**asdict(row), "label": label, "most": most, "url": _list_url(part, {})})
    return found


def _end_of_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _list_url(span: Span, conditions: dict[str, Any]) -> str:
    """The list behind a figure."""
    asked = {
        "opened_at__gte": _midnight(span.first),
        "opened_at__lt": _midnight(span.last + timedelta(days=1)),
        **({"lender__id__exact": span.lender_id} if span.lender_id else {}),
        **conditions,
    }
    return f"{reverse('admin:feedback_complaint_changelist')}?{urlencode(asked)}"


def _midnight(day: date) -> str:
    return datetime.combine(day, time(), tzinfo=get_default_timezone()).isoformat(" ")


def _pauses() -> list[ComplaintPause]:
    found = ComplaintPause.objects.select_related("stop__lifted_by", "template_version__template")
    return list(found.order_by("-pk")[:PAUSES_SHOWN])
