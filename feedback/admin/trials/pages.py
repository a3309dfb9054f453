"""Trials: the list, a new one, and one of them: before its start, while it runs, and its end."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.admin.actions import action
from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from accounts.input.params import row_id
from config import clock
from feedback.admin.effect import figure, words
from feedback.admin.trials import planning
from feedback.admin.trials.form import TrialForm
from feedback.effect import trial_winner, trials as effects
from feedback.effect.cuts import TRIAL
from feedback.effect.horizons import HARMS, SO_FAR, WINDOWS
from feedback.effect.reading import HARM_MARGIN
from messaging.admin.approvals.decision_panel import decision_on
from messaging.admin.approvals.version_list import VersionScreen
from messaging.authoring import trials
from messaging.labels import clock_hours
from messaging.models import Template, Trial
from messaging.segments.words import sentences


@admin.register(Trial)
class TrialScreen(VersionScreen):
    list_display = ["title", "lender", "stage", "state_tag", "effective_from", "ended_why"]
    list_filter = ["lender", "state"]
    change_list_template = "feedback/trial_list.html"
    page = "admin:trial"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        may_write = request.user.has_perm("messaging.change_trial")
        return super().changelist_view(request, {**(extra_context or {}), "may_write": may_write})


@needs("messaging.change_trial")
def new_trial(request: HttpRequest) -> HttpResponse:
    form = TrialForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            trial = trials.begin(
                lender=told["lender"],
                title=told["title"],
                cell=(told["stage"], told["tone"], told["cause"]),
                arms=form.arms(),
                hours=form.hours(),
                goal=told["goal"],
                days=told["days"],
                note=told["note"],
                by=staff(request),
                now=clock.now(),
                segment=told["segment"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Draft saved."))
            return _to(trial)
    return render(request, "feedback/trial_new.html", title=_("New trial"), form=form)


@needs("messaging.view_trial")
def trial_page(request: HttpRequest, pk: int) -> HttpResponse:
    trial = _trial(pk)
    now = clock.now()
    found = effects.results(trial)
    return render(
        request,
        "feedback/trial.html",
        title=str(trial),
        version=trial,
        runs=trial.state == "approved" and trial.ended_at is None,
        rows=_rows(trial, found),
        counted=any(each.customers for each in found),
        who=sentences(trial.conditions) if trial.conditions else [],
        plan=planning.plan_of(trial, found, now),
        may_look=request.user.has_perm("accounts.view_customer")
        and request.user.has_perm("feedback.view_effectsum"),
        margin=f"{HARM_MARGIN * 1000:g}",
        decision=decision_on(trial, by=staff(request), now=now),
        may_end=request.user.has_perm("messaging.approve_trial"),
        may_propose=request.user.has_perm("messaging.change_strategy"),
    )


def _trial(pk: int) -> Trial:
    related = ("lender", "author", "edited_by", "submitted_by", "decided_by")
    return get_object_or_404(Trial.objects.select_related(*related), pk=pk)


def _to(trial: Trial) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:trial", args=[trial.pk]))


@action("messaging.approve_trial", find=_trial, to=_to)
def end_trial(request: HttpRequest, trial: Trial) -> str:
    trials.end_by_hand(trial, by=staff(request), now=clock.now())
    return _("The trial has ended. Its cell is the strategy's again from the next plan on.")


@action("messaging.change_strategy", find=_trial, to=_to)
def propose_winner(request: HttpRequest, trial: Trial) -> HttpResponse:
    arm = row_id(request.POST.get("arm")) or 0
    strategy = trial_winner.propose(trial, arm=arm, by=staff(request), now=clock.now())
    messages.success(request, _("Asked for approval; somebody else decides."))
    return HttpResponseRedirect(reverse("admin:strategy", args=[strategy.pk]))


def _episodes(trial: Trial, arm: int) -> str:
    """Those that are counted of the arm so far."""
    asked: dict[str, Any] = {
        "lender": trial.lender_id,
        "cut": TRIAL,
        "value": trial.pk,
        "arm": arm,
        "days": WINDOWS[-1],
        "horizon": SO_FAR,
    }
    return f"{reverse('admin:effect_episodes')}?{urlencode(asked)}"


def _rows(trial: Trial, found: list[effects.ArmResult]) -> list[dict[str, Any]]:
    templates = Template.objects.in_bulk([arm for arm in trial.arms if arm is not None])
    edge = figure.scale(each.effect for each in found if each.effect)
    return [
        {
            "result": each,
            "url": _episodes(trial, each.arm),
            "template": templates.get(trial.arms[each.arm]),
            "hours": clock_hours(trial.arm_hours[each.arm]) if trial.arm_hours else "",
            "share": None if each.share is None else f"{each.share * 100:.1f} %",
            "difference": each.effect and f"{each.effect.difference * 100:+.1f}",
            "between": each.effect
            and f"{each.effect.low * 100:+.1f} … {each.effect.high * 100:+.1f}",
            "drawn": each.effect and figure.drawn(each.effect, edge),
            "harms": [
                {
                    "label": words.HARMS[name],
                    "arm": f"{each.harms[name].treated * 1000:.1f}",
                    "first": f"{each.harms[name].control * 1000:.1f}",
                    "worse": each.harms[name].low > 0,
                }
                for name in HARMS
                if name in each.harms
            ],
        }
        for each in found
    ]
