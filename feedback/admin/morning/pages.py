"""This morning: today's runs, what came back, what lies at the desks, whether it helps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.access import lenders as access
from accounts.access.team import TEAM
from accounts.admin.pages import needs, render, staff
from accounts.lists import workbook
from accounts.lists.spreadsheets import csv_line, heading_line
from accounts.models import Lender, User
from accounts.rules.lender_day import lender_day
from config import clock
from feedback.admin.effect import figure, words as effect_words
from feedback.admin.morning import drawing
from feedback.effect import reading, trials as trial_effects
from feedback.effect.horizons import HARMS
from feedback.effect.reading import Line, Question
from feedback.inbox import intent_labels
from feedback.morning import answers, changes, delivery, desks, otherwise
from messaging import labels
from messaging.admin.approvals.kinds import page_of
from messaging.gateways import code_words
from messaging.models import DayProof, Gateway, GatewayState, Run, Trial
from messaging.replies.intents import Intent

EFFECT_DAYS, EFFECT_WITHIN = 30, 7
REPLIES_SHOWN = 200
SHARES_OUT = "feedback.assign_conversation"
WINDOW = timedelta(days=delivery.DAYS - 1)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the page, as its table and the files have it: in which part, of what, how much,
    and where its rows are."""

    part: str
    label: str
    value: str
    beside: str = ""
    link: str = ""


@needs("messaging.view_run")
def morning(request: HttpRequest) -> HttpResponse:
    person, now = staff(request), clock.now()
    today = lender_day(TEAM, now)
    days = delivery.by_day(today)
    said = answers.by_intent(now)
    return render(
        request,
        "feedback/morning.html",
        title=_("This morning"),
        today=today,
        runs=_runs(today),
        days=_days(days),
        sent=(sent := any(day.left for day in days)),
        begins=not sent and not Run.objects.filter(released_at__isnull=False).exists(),
        bars=drawing.stacked([_bar(day) for day in days]),
        usual=_percent(delivery.usual(days)),
        failures=_failures(today),
        said=_said(said),
        desks=desks.waiting(person, now),
        gateways=_gateways(person),
        proofs=_proofs(person),
        effects=list(_effects(person)),
        changes=[(each, page_of(each.version)) for each in changes.changed(person, now)],
        trials=_trials(now) if person.has_perm("messaging.view_trial") else [],
        left=changes.left(now) if person.has_perm(SHARES_OUT) else [],
        stops=changes.stops() if person.has_perm("messaging.view_stop") else [],
        stopped=changes.stops_since(now) if person.has_perm("messaging.view_stop") else [],
        may_read=person.has_perm("feedback.view_conversation"),
        may_see_messages=person.has_perm("messaging.view_message"),
        may_see_effect=person.has_perm("feedback.view_effectsum"),
        sizes={"width": drawing.WIDTH, "height": drawing.HEIGHT},
    )


@needs("feedback.view_conversation")
def morning_replies(request: HttpRequest, intent: str) -> HttpResponse:
    """This week's replies of one meaning: the rows behind a figure of the page."""
    intent = intent.replace("-", "_")
    if intent not in set(Intent):
        raise Http404
    found = list(answers.replies(intent, clock.now())[: REPLIES_SHOWN + 1])
    return render(
        request,
        "feedback/morning_replies.html",
        title=_("Replies of the last 7 days: %(meaning)s")
        % {"meaning": intent_labels.intent(intent)},
        rows=found[:REPLIES_SHOWN],
        more=len(found) > REPLIES_SHOWN,
    )


@needs("messaging.view_run")
def morning_csv(request: HttpRequest) -> HttpResponse:
    figures = _figures(staff(request), clock.now())
    response: Any = StreamingHttpResponse(_csv(figures), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="morning.csv"'
    return cast(HttpResponse, response)


@needs("messaging.view_run")
def morning_xlsx(request: HttpRequest) -> HttpResponse:
    figures = _figures(staff(request), clock.now())
    response = HttpResponse(
        workbook.written(_HEADING(), [_cells(each) for each in figures]),
        content_type=workbook.CONTENT_TYPE,
    )
    response["Content-Disposition"] = 'attachment; filename="morning.xlsx"'
    return response


def _HEADING() -> list[str]:  # noqa: N802
    return [_("Part"), _("What"), _("Figure"), _("Beside it")]


def _cells(each: Figure) -> list[str]:
    return [each.part, each.label, each.value, each.beside]


def _csv(figures: list[Figure]) -> Iterator[str]:
    yield heading_line(_HEADING())
    for each in figures:
        yield csv_line(_cells(each))


def _figures(person: User, now: datetime) -> list[Figure]:
    """Every figure of the page, for those who calculate on."""
    today = lender_day(TEAM, now)
    return [
        *_figures_of_runs(today),
        *(
            Figure(_("Delivery"), f"{each.day}", f"{each.delivered}", f"{each.left}")
            for each in delivery.by_day(today)
        ),
        *(
            Figure(_("Not delivered"), _told_of(row), f"{row['failure'].number}")
            for row in _failures(today)
        ),
        *(
            Figure(_("Answers"), row["label"], f"{row['said'].number}", f"{row['said'].before}")
            for row in _said(answers.by_intent(now))
        ),
        *(
            Figure(_("At the desks"), str(each.label), each.told)
            for each in desks.waiting(person, now)
        ),
        *(
            Figure(_("Effect"), f"{row['lender']}", row["difference"], row["between"])
            for row in _effects(person)
        ),
        *(
            Figure(
                _("Retired since yesterday") if each.retired else _("Changed since yesterday"),
                f"{each.kind.label}",
                f"{each.version}",
                each.why,
            )
            for each in changes.changed(person, now)
        ),
    ]


def _figures_of_runs(today: date) -> Iterator[Figure]:
    for row in _runs(today):
        run = row["run"]
        if run is not None:
            to_send, due = run.funnel.get("to_send", 0), run.funnel.get("due", 0)
            yield Figure(_("Today's run"), f"{row['lender']}", f"{to_send}", f"{due}")
        for why in row["why"]:
            label = f"{row['lender']} · {why['label']}"
            yield Figure(_("Changed since yesterday"), label, f"{why['now']}", f"{why['before']}")


def _runs(today: date) -> list[dict[str, Any]]:
    """Today's run of every lender, and yesterday's beside it."""
    since = today - timedelta(days=1)
    runs = {(run.lender_id, run.day): run for run in Run.objects.filter(day__gte=since)}
    return [
        {
            "lender": lender,
            "run": runs.get((lender.pk, today)),
            "before": runs.get((lender.pk, since)),
            "url": f"{reverse('admin:run_today')}?lender={lender.code}",
            "before_url": f"{reverse('admin:run_today')}?lender={lender.code}&date={since}",
            "why": _why(runs.get((lender.pk, today)), runs.get((lender.pk, since))),
        }
        for lender in Lender.objects.order_by("pk")
    ]


def _why(run: Run | None, before: Run | None) -> list[dict[str, Any]]:
    """What makes today's run another than yesterday's, each with the rows behind it; nothing
    while one of them is not planned."""
    if run is None or before is None or not run.funnel or not before.funnel:
        return []
    return [
        {
            "label": labels.reason(each.reason) if each.reason else _("Due"),
            "more": f"{each.more:+d}",
            "now": each.now,
            "before": each.before,
            "url": _candidates(run, each.reason),
            "before_url": _candidates(before, each.reason),
        }
        for each in otherwise.moved(run.funnel, before.funnel)
    ]


def _candidates(run: Run, reason: str) -> str:
    asked = f"?reason={reason}" if reason else ""
    return reverse("admin:run_candidates", args=[run.pk]) + asked


def _trials(now: datetime) -> list[tuple[Trial, str]]:
    """Those that ended, each with what ended it: of harm, which."""
    return [
        (
            trial,
            _(", ").join(
                str(effect_words.HARMS[name])
                for name in HARMS
                if any(name in each.harmed_by for each in trial_effects.results(trial))
            )
            if trial.ended_why == Trial.Ended.HARM
            else "",
        )
        for trial in changes.ended_trials(now)
    ]


def _days(days: list[delivery.Day]) -> list[dict[str, Any]]:
    messages = reverse("admin:messaging_message_changelist")
    return [
        {
            "day": each,
            "share": _percent(each.share),
            "left_url": f"{messages}?run__day__exact={each.day}",
            "delivered_url": f"{messages}?run__day__exact={each.day}&state__exact=delivered",
            "undelivered_url": f"{messages}?run__day__exact={each.day}&state__exact=undelivered",
            "refused_url": f"{messages}?run__day__exact={each.day}&state__exact=refused",
        }
        for each in days
    ]


def _bar(day: delivery.Day) -> tuple[int, int, str]:
    words = _("%(day)s: %(delivered)d delivered of %(left)d") % {
        "day": date_format(day.day, "MONTH_DAY_FORMAT"),
        "delivered": day.delivered,
        "left": day.left + day.refused,
    }
    return day.delivered, day.left + day.refused - day.delivered, words


def _failures(today: date) -> list[dict[str, Any]]:
    messages = reverse("admin:messaging_message_changelist")
    found = delivery.failures(today)
    most = max((each.number for each in found), default=0)
    since = today - WINDOW
    return [
        {
            "failure": each,
            "state": labels.message_state(each.state),
            "why": code_words.words(each.code),
            "width": drawing.share_of(each.number, most),
            "url": f"{messages}?state__exact={each.state}&error_code__exact={each.code}"
            f"&run__day__gte={since}",
        }
        for each in found
    ]


def _told_of(row: dict[str, Any]) -> str:
    """In a file: the state, what it means, and the carrier's code."""
    said = (row["state"], row["why"], row["failure"].code)
    return " · ".join(str(each) for each in said if each)


def _said(found: list[answers.Answered]) -> list[dict[str, Any]]:
    most = max((max(each.number, each.before) for each in found), default=0)
    return [
        {
            "said": each,
            "label": intent_labels.intent(each.intent),
            "width": drawing.share_of(each.number, most),
            "width_before": drawing.share_of(each.before, most),
            "url": reverse("admin:morning_replies", args=[each.intent.replace("_", "-")]),
        }
        for each in found
    ]


def _proofs(person: User) -> list[tuple[DayProof, str]]:
    """Of the last days, each with its report where the person may open it."""
    may = person.has_perm("messaging.view_compliancereport") and access.of(person) is None
    found = DayProof.objects.defer("result").order_by("-day")[: delivery.DAYS]
    return [(each, reverse("admin:report_day", args=[each.pk]) if may else "") for each in found]


def _gateways(person: User) -> list[dict[str, Any]]:
    if not person.has_perm("messaging.view_gateway"):
        return []
    states = GatewayState.objects.select_related("gateway").order_by("gateway__code")
    standing = states.filter(gateway__state="approved")
    return [
        {
            "gateway": each.gateway,
            "mode": each.get_mode_display(),
            "paused": each.mode != GatewayState.Mode.WORKING,
            "error": each.last_error,
            "url": page_of(each.gateway),
        }
        for each in standing
        if isinstance(each.gateway, Gateway)
    ]


def _effects(person: User) -> Iterator[dict[str, Any]]:
    """Of each lender: what texts did in the last 30 days, or what is missing to say so."""
    if not person.has_perm("feedback.view_effectsum"):
        return
    for lender in Lender.objects.order_by("pk"):
        found = reading.read(Question(lender, "full", EFFECT_WITHIN, EFFECT_DAYS))
        line = next((each for each in found.lines if each.cut == "overall"), None)
        query = f"?lender={lender.pk}&outcome=full&horizon={EFFECT_WITHIN}&days={EFFECT_DAYS}"
        yield {
            "lender": lender,
            "url": f"{reverse('admin:effect')}{query}",
            "parted": effect_words.parted(found.parted),
            "ratio": found.ratio if found.out_of_balance else None,
            **_effect(line),
        }


def _effect(line: Line | None) -> dict[str, Any]:
    if line is None or line.effect is None:
        return {"difference": "—", "between": _("Sample too small"), "drawn": None, "line": line}
    effect = line.effect
    return {
        "line": line,
        "difference": f"{effect.difference * 100:+.1f}",
        "between": f"{effect.low * 100:+.1f} … {effect.high * 100:+.1f}",
        "drawn": figure.drawn(effect, figure.scale([effect])),
        "verdict": effect_words.VERDICTS[line.verdict],
        "tag": effect_words.TAGS.get(line.verdict, ""),
        "harms": [
            (effect_words.HARMS[name], f"{each.treated * 1000:.1f}", f"{each.control * 1000:.1f}")
            for name, each in line.harms.items()
        ],
    }


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{share * 100:.1f} %"
