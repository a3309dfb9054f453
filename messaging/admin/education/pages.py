"""The calendar of useful knowledge; one plan with whom it chose; one customer of it, and why."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _, ngettext

from accounts.admin.actions import action
from accounts.admin.pages import needs, render, staff
from accounts.disclosure import personal
from accounts.errors import Refused
from accounts.input.params import row_id
from accounts.lists.keyset import Order
from accounts.models import Lender
from config import clock
from messaging import labels
from messaging.admin.settling.links import advice
from messaging.education import calendar, effect, planning, release
from messaging.education.words import WHY
from messaging.explaining.sentences import sentences
from messaging.models import EducationCandidate, EducationPlan, in_force
from messaging.models.choices import EducationTopic
from messaging.policy.decide import TraceEntry
from messaging.policy.facts_json import read_facts

PAGE = 50
BY_ID = Order(("pk",), (int,))


@needs("messaging.view_run")
def education(request: HttpRequest) -> HttpResponse:
    """`?lender=`: whose calendar; else the first one's."""
    now = clock.now()
    lenders = list(Lender.objects.order_by("pk"))
    wanted = row_id(request.GET.get("lender"))
    lender = next((each for each in lenders if each.pk == wanted), lenders[0] if lenders else None)
    if lender is None:
        return render(request, "messaging/education.html", title=_("Useful knowledge"), lenders=[])
    try:
        _version, policy = in_force.policy(lender, now)
    except in_force.NothingInForce:
        policy = None
    differences, young = effect.differences(lender, now)
    ahead = calendar.coming(lender, policy, now) if policy else []
    return render(
        request,
        "messaging/education.html",
        title=_("Useful knowledge"),
        lenders=lenders,
        lender=lender,
        policy=policy,
        plans=calendar.plans(lender, now),
        weeks=[ahead[place : place + 7] for place in range(0, len(ahead), 7)],
        differences=differences,
        young=young,
        after_days=effect.AFTER_DAYS,
        fewest=effect.FEWEST,
        may_plan=request.user.has_perm("messaging.plan_run"),
    )


@action(
    "messaging.plan_run",
    find=lambda pk: get_object_or_404(Lender, pk=pk),
    to=lambda lender: HttpResponseRedirect(f"{reverse('admin:education')}?lender={lender.pk}"),
)
def plan(request: HttpRequest, lender: Lender) -> HttpResponse:
    try:
        made = planning.plan(lender, by=staff(request), now=clock.now())
    except in_force.NothingInForce as nothing:
        raise Refused(str(nothing)) from nothing
    return _to(made)


@needs("messaging.view_candidate")
def education_plan(request: HttpRequest, education_plan_id: int) -> HttpResponse:
    """`?reason=`, `?topic=`: whom to list; `?after=`: the next page."""
    found = _plan(education_plan_id)
    by_reason = (
        found.candidates.values("to_send", "reason")
        .annotate(n=Count("pk"))
        .order_by("-to_send", "-n")
    )
    topics = (
        found.candidates.filter(to_send=True).values("topic").annotate(n=Count("pk")).order_by("-n")
    )
    chosen = {
        name: request.GET[name] for name in ("reason", "topic", "to_send") if request.GET.get(name)
    }
    rows = found.candidates.select_related("customer", "template_version__template", "message")
    after = request.GET.get("after", "")
    if after and row_id(after) is None:
        raise Http404
    rows = rows.filter(**{k: v for k, v in chosen.items() if k != "to_send"})
    if "to_send" in chosen:
        rows = rows.filter(to_send=chosen["to_send"] == "1")
    count = sum(each["n"] for each in by_reason if each["to_send"])
    return render(
        request,
        "messaging/education_plan.html",
        title=f"{_('Useful knowledge')} · {found.lender} · {found.day}",
        plan=found,
        count=count,
        reasons=[
            {**each, "label": labels.reason(each["reason"]), "advice": _advice(request, each)}
            for each in by_reason
        ],
        topics=[{**each, "label": EducationTopic(each["topic"]).label} for each in topics],
        page=BY_ID.page(rows, after, size=PAGE).map(_row),
        chosen=chosen,
        obstacle=release.obstacle_to_release(found, by=staff(request), now=clock.now()),
    )


@needs("messaging.view_candidate")
def education_candidate(request: HttpRequest, education_candidate_id: int) -> HttpResponse:
    """What was decided about one customer when the plan was made, rule by rule."""
    found = get_object_or_404(
        EducationCandidate.objects.select_related(
            "plan__lender", "plan__policy", "customer", "template_version__template", "message"
        ),
        pk=education_candidate_id,
    )
    policy = in_force.policy_of(found.plan.policy)
    trace = [_entry(each) for each in found.trace]
    said = sentences(trace, read_facts(found.facts), policy, found.plan.planned_at)
    advise = partial(advice, user=request.user, customer_id=found.customer_id)
    rules = [
        {
            "rule": labels.rule(each.rule),
            "sentence": each,
            "advice": advise(each.reason) if each.outcome != "pass" else None,
        }
        for each in said
    ]
    return render(
        request,
        "messaging/education_candidate.html",
        title=f"{personal.masked_name(found.customer)} · {found.customer.customer_no}",
        row=_row(found),
        plan=found.plan,
        advice=advise(found.reason),
        each={"rules": rules},
    )


@action(
    "messaging.release_run",
    find=lambda pk: _plan(pk),
    to=lambda found: _to(found),
    step_up=True,
)
def education_release(request: HttpRequest, found: EducationPlan) -> str:
    seen = row_id(request.POST.get("count")) or 0
    release.release(found.pk, by=staff(request), now=clock.now(), expected_count=seen)
    return ngettext("%(n)s text is released.", "%(n)s texts are released.", seen) % {"n": seen}


@action("messaging.plan_run", find=lambda pk: _plan(pk), to=lambda found: _to(found))
def education_drop(request: HttpRequest, found: EducationPlan) -> str:
    release.drop(found.pk, by=staff(request))
    return _("Dropped. The day can be planned again.")


@action("messaging.stop_run", find=lambda pk: _plan(pk), to=lambda found: _to(found))
def education_stop(request: HttpRequest, found: EducationPlan) -> str:
    stopped = release.stop(found.pk, by=staff(request), now=clock.now())
    return ngettext("Stopped: %(n)s text.", "Stopped: %(n)s texts.", stopped) % {"n": stopped}


def _plan(pk: int) -> EducationPlan:
    related = ("lender", "policy", "planned_by", "released_by")
    return get_object_or_404(EducationPlan.objects.select_related(*related), pk=pk)


def _to(found: EducationPlan) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:education_plan", args=[found.pk]))


def _advice(request: HttpRequest, each: Mapping[str, Any]) -> Any:
    return None if each["to_send"] else advice(each["reason"], user=request.user)


def _row(each: EducationCandidate) -> dict[str, Any]:
    return {
        "candidate": each,
        "name": personal.masked_name(each.customer),
        "topic": each.get_topic_display() if each.topic else "",
        "why": WHY.get(each.why, ""),
        "reason": labels.reason(each.reason),
        "message": each.message,
        "message_reason": labels.reason(each.message.reason)
        if each.message and each.message.reason
        else "",
    }


def _entry(row: list[Any]) -> TraceEntry:
    rule, outcome, reason, until, saw = row
    return TraceEntry(rule, outcome, reason, parse_datetime(until) if until else None, saw)
