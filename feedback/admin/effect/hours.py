"""The page of hours: what was drawn, what came of it by hour, and whether learning pays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.admin.pages import needs, render
from accounts.disclosure import personal
from accounts.input.params import row_id, whole_number
from accounts.lists import workbook
from accounts.lists.keyset import Order
from accounts.lists.spreadsheets import csv_line, heading_line
from accounts.models import Lender
from config import clock
from feedback.effect.hours import DAYS, WITHIN
from feedback.effect.reading import FEWEST
from messaging.evaluation.hour_rates import Rate, gained, rate_of_hour
from messaging.models import HourDraw, HourFinding, HourSum, in_force

NEWEST = Order(("pk",), (int,), newest_first=True)


@needs("feedback.view_effectsum")
def hours_page(request: HttpRequest) -> HttpResponse:
    lender = _lender(request)
    finding = HourFinding.objects.filter(lender=lender).first() if lender else None
    return render(
        request,
        "feedback/hours.html",
        title=_("Hours of the texts"),
        lenders=Lender.objects.order_by("name"),
        lender=lender,
        strategy=in_force.standing_strategies([lender.pk], clock.now()).get(lender.pk)
        if lender
        else None,
        finding=finding,
        gained=_points(_gained(finding)) if finding else None,
        good=f"{finding.good * 100:.1f} %" if finding else "",
        tables=_tables(lender) if lender and finding else [],
        within=WITHIN,
        days=DAYS,
        fewest=FEWEST,
        query=urlencode({"lender": str(lender.pk)}) if lender else "",
        may_look=request.user.has_perm("accounts.view_customer"),
    )


@needs("feedback.view_effectsum")
def hours_export(request: HttpRequest) -> HttpResponse:
    lines = [heading_line(_heading()), *map(csv_line, _lines(_lender(request)))]
    response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="hours.csv"'
    return response


@needs("feedback.view_effectsum")
def hours_workbook(request: HttpRequest) -> HttpResponse:
    """The same as a workbook, figures as numbers."""
    response = HttpResponse(
        workbook.written(_heading(), list(_lines(_lender(request)))),
        content_type=workbook.CONTENT_TYPE,
    )
    response["Content-Disposition"] = 'attachment; filename="hours.xlsx"'
    return response


@needs("feedback.view_effectsum", "accounts.view_customer")
def hours_texts(request: HttpRequest) -> HttpResponse:
    """The draws behind a figure: `lender`, `of` (the possible hours), `hour`."""
    if not request.GET:
        return HttpResponseRedirect(reverse("admin:hours"))
    lender = get_object_or_404(Lender, pk=row_id(request.GET.get("lender")) or 0)
    of = [whole_number(each) for each in request.GET.get("of", "").split(",")]
    hour = whole_number(request.GET.get("hour"))
    if hour is None or any(each is None or each > 23 for each in of):
        raise Http404
    rows = HourDraw.objects.filter(lender=lender, hours=of, hour=hour, counted_on__isnull=False)
    page = NEWEST.page(rows.select_related("customer"), request.GET.get("after", ""), size=50)
    return render(
        request,
        "feedback/hours_texts.html",
        title=_("Texts behind a figure"),
        lender=lender,
        hour=_span(hour),
        rows=[
            {
                "draw": each,
                "name": personal.masked_name(each.customer),
                "share": f"{each.share * 100:.1f} %",
            }
            for each in page.rows
        ],
        back=urlencode({"lender": str(lender.pk)}),
        next=page.after,
    )


def _lender(request: HttpRequest) -> Lender | None:
    lenders = Lender.objects.order_by("name")
    asked = row_id(request.GET.get("lender"))
    return (asked and lenders.filter(pk=asked).first()) or lenders.first()


def _tables(lender: Lender) -> list[dict[str, Any]]:
    """One for each set of hours that were possible together, the one with most texts first."""
    found: dict[tuple[int, ...], list[HourSum]] = defaultdict(list)
    for row in HourSum.objects.filter(lender=lender, alike="").order_by("hour"):
        found[tuple(row.hours)].append(row)
    tables = [
        {
            "texts": (texts := sum(row.texts for row in rows)),
            "of": ",".join(map(str, hours)),
            "rows": [_shown(row, texts) for row in rows],
            "name": named(hours),
        }
        for hours, rows in found.items()
    ]
    return sorted(tables, key=lambda each: -int(str(each["texts"])))


def _shown(row: HourSum, texts: int) -> dict[str, Any]:
    shown = {
        "row": row,
        "hour": _span(row.hour),
        "share": f"{row.texts / texts * 100:.1f} %",
        "few": row.customers < FEWEST,
    }
    if shown["few"]:
        return shown
    rate = _rate(row)
    return shown | {
        "rate": rate,
        "mean": f"{rate.mean * 100:.1f} %",
        "between": f"{rate.low * 100:.1f} … {rate.high * 100:.1f}",
        "answered": f"{row.answered / row.texts * 100:.1f} %",
        "repaid": f"{row.repaid / row.texts * 100:.1f} %",
        "harmed": f"{row.harmed / row.texts * 1000:.1f}",
    }


def _rate(row: HourSum) -> Rate:
    squares, cross, good = row.by_customer
    return rate_of_hour(
        weight=row.weight,
        weighted=row.weighted,
        by_customer=(squares, cross, good),
        texts=row.texts,
    )


def _gained(finding: HourFinding) -> Rate:
    return gained(difference=finding.gained, error=finding.error, texts=finding.texts)


def _points(rate: Rate) -> dict[str, Any]:
    return {
        "mean": f"{rate.mean * 100:+.1f}",
        "low": f"{rate.low * 100:+.1f}",
        "high": f"{rate.high * 100:+.1f}",
        "helps": rate.low > 0,
        "hurts": rate.high < 0,
    }


def named(hours: tuple[int, ...]) -> str:
    """As spans of the clock: 9:00–12:00, 18:00–21:00."""
    spans: list[list[int]] = []
    for hour in hours:
        if spans and spans[-1][1] == hour:
            spans[-1][1] = hour + 1
        else:
            spans.append([hour, hour + 1])
    return "、".join(f"{first}:00–{last}:00" for first, last in spans)


def _span(hour: int) -> str:
    return f"{hour}:00–{hour + 1}:00"


def _heading() -> list[Any]:
    return [
        *(_("Possible hours"), _("Hour"), _("Texts"), _("Customers")),
        *(_("Answered or repaid, as if all had been drawn into it"), _("At least"), _("At most")),
        *(_("Answered"), _("Repaid"), _("Harm")),
    ]


def _lines(lender: Lender | None) -> Iterator[list[Any]]:
    """Hours of fewer than ten customers without figures, as on the page."""
    if lender is None:
        return
    for table in _tables(lender):
        for shown in table["rows"]:
            row = shown["row"]
            start = [table["name"], shown["hour"]]
            if shown["few"]:
                yield start + [""] * 8
                continue
            rate = shown["rate"]
            yield [
                *start,
                row.texts,
                row.customers,
                rate.mean,
                rate.low,
                rate.high,
                row.answered,
                row.repaid,
                row.harmed,
            ]
