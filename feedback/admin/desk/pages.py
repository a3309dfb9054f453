"""The service desk: what waits, how fast it is served, by whom. Every figure leads to its rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext as _, gettext_lazy

from accounts.access.at_work import MOST, at_work
from accounts.access.team import TEAM
from accounts.admin.pages import needs, render
from accounts.input.params import row_id
from accounts.lists.keyset import Order
from accounts.lists.spreadsheets import csv_line, heading_line
from accounts.models import User
from accounts.rules.lender_day import lender_day
from config import clock
from feedback.admin.desk.words import duration, share
from feedback.admin.morning import drawing
from feedback.desk import grave, levels, quality, standing
from feedback.inbox import filters, intent_labels, listing
from messaging.replies.intents import PRECEDENCE, Intent

MAY = "feedback.assign_conversation"
PERIODS = (7, 30)
"""Days."""

_INTENTS = [*PRECEDENCE, Intent.OTHER]
_OTHER = gettext_lazy("Other, questions among them")
"""What the inbox tells apart: once answered, a question is no question any more."""

_ORDER = Order(("opened_at", "pk"), (datetime, int), newest_first=True)


@needs(MAY)
def desk(request: HttpRequest) -> HttpResponse:
    """A fixed number of queries, whatever lies there."""
    now, days = clock.now(), _days(request)
    since = _since(now, days)
    now_open = standing.standing(now)
    served = levels.levels(since, now, zone=TEAM.timezone)
    return render(
        request,
        "feedback/desk.html",
        title=_("Service desk"),
        days=days,
        periods=PERIODS,
        grave=grave.grave(now),
        now=now,
        open=now_open.all,
        ages=[
            (filters.AGES[code], code, now_open.by_age.get(code, standing.Load()))
            for code in standing.AGES
        ],
        intents=_intents(now_open, served),
        people=_people(now_open, served, quality.results(since, now)),
        level=_told(served.all),
        trend=_trend(served, since, now),
        bars=drawing.stacked(
            [(one.in_time, one.late, f"{day:%m-%d}") for day, one in _by_day(served, since, now)]
        ),
        sizes={"width": drawing.WIDTH, "height": drawing.HEIGHT},
        best=quality.BEST,
    )


@needs(MAY)
def rows(request: HttpRequest) -> HttpResponse:
    """The conversations behind a figure, a page at a time."""
    now, days = clock.now(), _days(request)
    of, by = request.GET.get("of", ""), row_id(request.GET.get("by"))
    day, intent = _day(request.GET.get("day", "")), request.GET.get("intent", "")
    found = levels.rows(_since(now, days), now, of=of, by=by)
    if day is not None:
        found = found.filter(opened_at__date=day)
    if intent in set(Intent):
        found = found.filter(intent=intent)
    found = found.select_related("customer", "contact_point", "owner", "last_reply")
    found = found.prefetch_related("customer__contact_points")
    cut = _ORDER.page(found, request.GET.get("after", ""))
    people = User.objects.in_bulk({each.first_by for each in cut.rows if each.first_by})
    place = {name: str(said) for name, said in request.GET.items() if name != "after"}
    return render(
        request,
        "feedback/desk_rows.html",
        title=_("Conversations behind a figure"),
        rows=[_row(each, people, now) for each in cut.rows],
        next=urlencode({**place, "after": cut.after}) if cut.after else "",
    )


@needs(MAY)
def csv(request: HttpRequest) -> HttpResponse:
    """Every figure of the page."""
    now, days = clock.now(), _days(request)
    response: Any = StreamingHttpResponse(
        _csv(_since(now, days), now), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="desk.csv"'
    return cast(HttpResponse, response)


def _csv(since: datetime, now: datetime) -> Iterator[str]:
    now_open = standing.standing(now)
    served = levels.levels(since, now, zone=TEAM.timezone)
    looked = quality.results(since, now)
    people = _people(now_open, served, looked)
    yield heading_line(
        [
            *(_("Part"), _("What"), _("Open"), _("Past their hour"), _("Came in"), _("Answered")),
            *(
                _("In time, %"),
                _("First answer: half within, s"),
                _("First answer: nine of ten within, s"),
            ),
            *(
                _("To the end: half within, s"),
                _("To the end: nine of ten within, s"),
                _("Quality"),
            ),
        ]
    )
    nothing = standing.Load()
    yield _line(_("All"), "", now_open.all, served.all)
    for code in standing.AGES:
        yield _line(_("Age"), filters.AGES[code], now_open.by_age.get(code, nothing), None)
    for row in _intents(now_open, served):
        yield _line(_("What it is about"), row["label"], row["load"], row["level"])
    for row in people:
        mean = row["quality"].mean if row["quality"] else ""
        yield _line(_("Person"), row["label"], row["load"], row["level"], mean)
    for day, level in _by_day(served, since, now):
        yield _line(_("Day"), day, None, level)


def _line(
    part: str,
    what: object,
    load: standing.Load | None,
    level: levels.Level | None,
    mean: object = "",
) -> str:
    lies: list[object] = [load.open, load.overdue] if load else ["", ""]
    served: list[object] = [""] * 7
    if level is not None:
        times = (level.first_half, level.first_most, level.end_half, level.end_most)
        served = [level.came, level.answered, share(level.share)]
        served += ["" if each is None else round(each) for each in times]
    return csv_line([part, what, *lies, *served, mean])


def _intents(now_open: standing.Standing, served: levels.Levels) -> list[dict[str, Any]]:
    return [
        {
            "code": intent,
            "label": _OTHER if intent == Intent.OTHER else intent_labels.intent(intent),
            "load": now_open.by_intent.get(intent, standing.Load()),
            "level": level,
            "told": _told(level),
        }
        for intent in _INTENTS
        if intent in now_open.by_intent or intent in served.by_intent
        for level in [served.by_intent.get(intent, levels.Level())]
    ]


def _people(
    now_open: standing.Standing, served: levels.Levels, looked: dict[int, quality.Quality]
) -> list[dict[str, Any]]:
    """Whoever works in the inbox, and whoever has or had something of it. Nobody comes last."""
    some = {*served.by_person, *looked, *(pk for pk in now_open.by_owner if pk is not None)}
    everybody = {each.pk: each for each in at_work("feedback.change_conversation")[:MOST]}
    everybody |= User.objects.in_bulk(some - everybody.keys())
    found: list[dict[str, Any]] = [
        {
            "code": str(pk),
            "label": str(person),
            "gone": not person.is_active,
            "load": now_open.by_owner.get(pk, standing.Load()),
            "level": (level := served.by_person.get(pk, levels.Level())),
            "told": _told(level),
            "quality": looked.get(pk),
        }
        for pk, person in everybody.items()
    ]
    nobody = {
        "code": filters.NOBODY,
        "label": _("Nobody yet"),
        "load": now_open.by_owner.get(None, standing.Load()),
        "level": levels.Level(),
        "told": {},
        "quality": None,
    }
    return [*sorted(found, key=lambda row: -row["load"].open), nobody]


def _trend(served: levels.Levels, since: datetime, now: datetime) -> list[dict[str, Any]]:
    return [{"day": day, "told": _told(one)} for day, one in _by_day(served, since, now)]


def _by_day(
    served: levels.Levels, since: datetime, now: datetime
) -> list[tuple[date, levels.Level]]:
    first, last = lender_day(TEAM, since), lender_day(TEAM, now)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [(day, served.by_day.get(day, levels.Level())) for day in days]


def _told(level: levels.Level) -> dict[str, Any]:
    return {
        "came": level.came,
        "answered": level.answered,
        "late": level.late,
        "ended": level.ended,
        "share": share(level.share),
        "first_half": duration(level.first_half),
        "first_most": duration(level.first_most),
        "end_half": duration(level.end_half),
        "end_most": duration(level.end_most),
    }


def _row(each: Any, people: dict[int, User], now: datetime) -> dict[str, Any]:
    first = each.first_at - each.opened_at if each.first_at else None
    end = each.resolved_at - each.opened_at if each.resolved_at else None
    return {
        "row": listing.row(each, now),
        "intent": intent_labels.intent(each.intent),
        "look": intent_labels.look(each.intent),
        "first": duration(first.total_seconds() if first else None),
        "by": people.get(each.first_by, ""),
        "late": (each.first_at or now) > each.due_at,
        "end": duration(end.total_seconds() if end else None),
    }


def _days(request: HttpRequest) -> int:
    asked = row_id(request.GET.get("days"))
    return asked if asked in PERIODS else PERIODS[0]


def _since(now: datetime, days: int) -> datetime:
    """Midnight of the first of so many days, today among them."""
    start = localtime(now) - timedelta(days=days - 1)
    return start.replace(hour=0, minute=0, second=0, microsecond=0)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
