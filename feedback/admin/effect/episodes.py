"""The episodes behind a figure of effects: whom, when, with what, and what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
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
from feedback.effect.cuts import TEXT, TRIAL
from feedback.effect.horizons import HARMS, HORIZONS, SO_FAR, WINDOWS
from feedback.models import EffectSum
from messaging.models import Assignment, Segment
from messaging.models.choices import Arm
from messaging.models.trial import MOST_ARMS

NEWEST = Order(("pk",), (int,), newest_first=True)
COLUMNS = {
    **{name: name for name in ("stage", "tone", "cause", "channel", "language", "habit")},
    "currency": "currency",
    "text": "template_version",
}
"""The column of a cut, where it is one."""

HAVING: dict[str, dict[str, Any]] = {
    "": {},
    **{harm: {f"outcome__{harm}": True} for harm in HARMS},
    "rated": {"outcome__rating__isnull": False},
}
"""Only episodes of which one kind of harm, or a rating, is counted."""

ARMS = tuple(map(str, range(MOST_ARMS)))


@needs("feedback.view_effectsum", "accounts.view_customer")
def effect_episodes(request: HttpRequest) -> HttpResponse:
    """`lender`, `cut`, `value`, `arm`, `days`, `horizon` as the figure has them; `having`: which
    harm, or `rated`."""
    if not request.GET:
        return HttpResponseRedirect(reverse("admin:effect"))
    lender = get_object_or_404(Lender, pk=row_id(request.GET.get("lender")) or 0)
    asked = {name: request.GET.get(name, "") for name in ("cut", "value", "arm")}
    having = request.GET.get("having", "")
    if having not in HAVING or (asked["cut"] not in words.CUTS and asked["cut"] != TRIAL):
        raise Http404
    if asked["arm"] not in (ARMS if asked["cut"] == TRIAL else Arm.values):
        raise Http404
    days, horizon = request.GET.get("days", ""), request.GET.get("horizon", "")
    horizons = (SO_FAR, *HORIZONS) if asked["cut"] == TRIAL else HORIZONS
    if days not in map(str, WINDOWS) or horizon not in map(str, horizons):
        raise Http404
    rows = _behind(lender, int(days), int(horizon), **asked)
    if having:
        rows = rows.filter(**HAVING[having])
    shown = rows.select_related("customer", "loan", "template_version__template", "outcome")
    page = NEWEST.page(shown, request.GET.get("after", ""), size=50)
    labels = words.labels(asked["cut"], [asked["value"]] if asked["value"] else [])
    return render(
        request,
        "feedback/effect_episodes.html",
        title=_("Episodes behind a figure"),
        lender=lender,
        cut=_("By trial") if asked["cut"] == TRIAL else words.CUTS[asked["cut"]],
        value=labels.get(asked["value"], asked["value"]),
        arm=_("Arm %(number)d") % {"number": int(asked["arm"])}
        if asked["cut"] == TRIAL
        else Arm(asked["arm"]).label,
        having=words.HARMS.get(having, _("Rating") if having else ""),
        rows=[_row(each) for each in page.rows],
        back=_back(lender, asked, days, horizon),
        next=page.after,
    )


def _back(lender: Lender, asked: dict[str, str], days: str, horizon: str) -> str:
    """The page with the figure."""
    if asked["cut"] == TRIAL:
        return reverse("admin:trial", args=[row_id(asked["value"]) or 0])
    query = urlencode({"lender": str(lender.pk), "days": days, "horizon": horizon})
    return f"{reverse('admin:effect')}?{query}"


def _behind(
    lender: Lender, days: int, horizon: int, *, cut: str, value: str, arm: str
) -> QuerySet[Assignment]:
    """The same days as the sums of last night."""
    as_of = EffectSum.objects.filter(lender=lender).values_list("as_of", flat=True).first()
    if as_of is None:
        raise Http404
    if cut not in ("lender", TRIAL) and not _summed(
        lender, days, horizon, cut=cut, value=value, arm=arm
    ):
        return Assignment.objects.none()
    last = as_of - timedelta(days=horizon + 1 if horizon != SO_FAR else 0)
    rows = Assignment.objects.filter(
        lender=lender,
        outcome__isnull=False,
        day__range=(last - timedelta(days=days - 1), last),
    )
    if cut == TRIAL:
        return rows.filter(trial=row_id(value) or 0, trial_arm=int(arm))
    rows = rows.filter(trial=None, arm=arm)
    if cut != TEXT:
        rows = rows.filter(education=None)
    if cut == "cell":
        stage, tone, cause = [*value.split(":"), "", ""][:3]
        return rows.filter(stage=stage, tone=tone, cause=cause)
    if cut in COLUMNS:
        known = row_id(value) if cut == "text" else value
        return rows.filter(**{COLUMNS[cut]: known or 0 if cut == "text" else known})
    if cut == "zone":
        return rows.filter(outcome__zone=value)
    if cut == "hour":
        return rows.filter(hour=whole_number(value) or 0)
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
