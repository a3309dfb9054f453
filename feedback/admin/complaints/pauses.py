"""Texts paused because of their complaints: the figures, the words, and a supervisor's decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from accounts.admin import step_up
from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from config import clock
from feedback.complaints import pause_decisions
from feedback.complaints.pausing import complaints_of
from feedback.complaints.working import MAY_DECIDE
from feedback.models import ComplaintPause, PauseDecision

READ = "feedback.view_complaint"
SHOWN = 50


class DecisionForm(forms.Form):
    """What becomes of the text, and why."""

    what = forms.ChoiceField(
        label=gettext_lazy("decision"),
        choices=PauseDecision.What.choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("reason"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "hc-input"}),
    )


@needs(READ)
def pause_list(request: HttpRequest) -> HttpResponse:
    """Those that wait for a decision first, then the latest."""
    pauses = ComplaintPause.objects.select_related("template_version__template", "stop")
    waiting = list(pauses.filter(pk__in=pause_decisions.waiting().values("pk")).order_by("at"))
    others = pauses.exclude(pk__in=[pause.pk for pause in waiting]).order_by("-at", "-pk")[:SHOWN]
    shown = [*waiting, *others]
    last = _last_decisions([pause.pk for pause in shown])
    return render(
        request,
        "feedback/pauses.html",
        title=_("Texts paused by complaints"),
        rows=[{"pause": pause, "decision": last.get(pause.pk)} for pause in shown],
    )


@needs(READ)
@step_up.on_post
def pause_page(request: HttpRequest, pause_id: int) -> HttpResponse:
    """One of them; who decides about complaints decides here."""
    pause = get_object_or_404(
        ComplaintPause.objects.select_related("template_version__template", "stop__lifted_by"),
        pk=pause_id,
    )
    may_decide = request.user.has_perm(MAY_DECIDE) and pause.stop.lifted_at is None
    form = DecisionForm(request.POST if request.method == "POST" and may_decide else None)
    if form.is_bound and form.is_valid() and _decided(request, pause, form.cleaned_data):
        return HttpResponseRedirect(reverse("admin:complaint_pauses"))
    return render(
        request,
        "feedback/pause.html",
        title=_("Paused because of complaints: %(text)s") % {"text": pause.template_version},
        pause=pause,
        version=pause.template_version,
        rate=1000 * pause.complaints / max(pause.sent, pause.complaints),
        complaints=complaints_of(pause)[:SHOWN],
        decisions=pause.decisions.select_related("by").order_by("-pk"),
        may_decide=may_decide,
        not_resumed=pause_decisions.obstacle_to_letting_go(pause, by=staff(request)),
        form=form,
    )


def _decided(request: HttpRequest, pause: ComplaintPause, said: dict[str, Any]) -> bool:
    try:
        pause_decisions.decide(pause, **said, by=staff(request), now=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, _("Decided, with your reason on record."))
    return True


def _last_decisions(pause_ids: list[int]) -> dict[int, PauseDecision]:
    rows = PauseDecision.objects.filter(pause__in=pause_ids).select_related("by").order_by("pk")
    return {row.pause_id: row for row in rows}
