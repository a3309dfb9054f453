"""The episodes behind a figure of effects: whom, when, with what, and what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.db.models.functions import ExtractHour
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.admin.pages import needs, render
from accounts.disclosure import personal
from accounts.input.params import row_id, whole_number
from accounts.lists.keyset import Order
from accounts.models import Lender
from accounts.rules.money import money
from feedback.admin.effect import words
from feedback.effect.horizons import HARMS, HORIZONS, WINDOWS
from feedback.models import EffectSum
from messaging.models import Assignment, Segment
from messaging.models.choices import Arm

NEWEST = Order(("pk",), (int,), newest_first=True)
COLUMNS = {
    **{name: name for name in ("stage", "tone", "cause", "channel", "language", "habit")},
    "currency": "currency",
    "text": "template_version",
}
"""The column of a cut, where it is one."""


@needs("feedback.view_effectsum", "accounts.view_customer")
def effect_episodes(request: HttpRequest) -> HttpResponse:
    """`lender`, `cut`, `value`, `arm`, `days`, `horizon` as the figure has them."""
    if not request.GET:
        return HttpResponseRedirect(reverse("admin:effect"))
    lender = get_object_or_404(Lender, pk=row_id(request.GET.get("lender")) or 0)
    asked = {name: request.GET.get(name, "") for name in ("cut", "value", "arm")}
    if asked["cut"] not in words.CUTS or asked["arm"] not in Arm.values:
        raise Http404
    days, horizon = request.GET.get("days", ""), request.GET.get("horizon", "")
    if days not in map(str, WINDOWS) or horizon not in map(str, HORIZONS):
        raise Http404
    rows = _behind(lender, int(days), int(horizon), **asked)
    shown = rows.select_related("customer", "loan", "template_version__template", "outcome")
    page = NEWEST.page(shown, request.GET.get("after", ""), size=50)
    labels = words.labels(asked["cut"], [asked["value"]] if asked["value"] else [])
    return render(
        request,
        "feedback/effect_episodes.html",
        title=_("Episodes behind a figure"),
        lender=lender,
        cut=words.CUTS[asked["cut"]],
        value=labels.get(asked["value"], asked["value"]),
        arm=Arm(asked["arm"]).label,
        rows=[_row(each) for each in page.rows],
        back=urlencode({"lender": str(lender.pk), "days": days, "horizon": horizon}),
        next=page.after,
    )


def _behind(
    lender: Lender, days: int, horizon: int, *, cut: str, value: str, arm: str
) -> QuerySet[Assignment]:
    """The same days as the sums of last night."""
    as_of = EffectSum.objects.filter(lender=lender).values_list("as_of", flat=True).first()
    if as_of is None:
        raise Http404
    if cut != "lender" and not _summed(lender, days, horizon, cut=cut, value=value, arm=arm):
        return Assignment.objects.none()
    last = as_of - timedelta(days=horizon + 1)
    rows = Assignment.objects.filter(
        lender=lender,
        trial=None,
        outcome__isnull=False,
        arm=arm,
        day__range=(last - timedelta(days=days - 1), last),
    )
    if cut in COLUMNS:
        known = row_id(value) if cut == "text" else value
        return rows.filter(**{COLUMNS[cut]: known or 0 if cut == "text" else known})
    if cut == "zone":
        return rows.filter(outcome__zone=value)
    if cut == "hour":
        hour = ExtractHour("at", tzinfo=ZoneInfo(lender.timezone))
        return rows.alias(hour=hour).filter(hour=whole_number(value) or 0)
    if cut == "segment":
        segment = get_object_or_404(Segment, pk=row_id(value) or 0, lender=lender)
        return rows.filter(outcome__segments__contains=[segment.pk])
    return rows


def _summed(lender: Lender, days: int, horizon: int, **group: str) -> bool:
    """Whether there is anybody behind it: who is not there is long to look for."""
    return EffectSum.objects.filter(lender=lender, days=days, horizon=horizon, **group).exists()


def _row(episode: Assignment) -> dict[str, Any]:
    outcome = episode.outcome
    return {
        "episode": episode,
        "customer": episode.customer,
        "name": personal.masked_name(episode.customer),
        "due": money(episode.amount_due, episode.currency),
        "first": outcome.first_paid,
        "full": outcome.fully_paid,
        "harms": [words.HARMS[name] for name in HARMS if getattr(outcome, name)],
        "rating": outcome.rating,
    }
