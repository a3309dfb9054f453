"""Ready-made trials: what each asks, its texts, what it takes; buttons make drafts of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language, gettext as _, gettext_lazy

from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from accounts.input.params import row_id
from accounts.models import Lender
from accounts.models.choices import Cause
from config import clock
from feedback.admin.trials.planning import plan_of
from feedback.effect.reading import HARM_MARGIN
from messaging import library
from messaging.authoring import ready_trials
from messaging.library.ready_trials import READY, ReadyTrial, find
from messaging.models import Trial
from messaging.models.choices import StageChoices, Tone
from messaging.segments.words import sentences

PLANS, WRITES = "messaging.change_trial", "messaging.add_template"

TITLES: dict[str, Any] = {
    "expectation": gettext_lazy("Expectation against consequence"),
    "on_time": gettext_lazy("A text before the due date for who is always on time"),
    "officer": gettext_lazy("The loan officer by name"),
    "moral": gettext_lazy("One sentence on paying back as agreed"),
}
FOUND: dict[str, Any] = {
    "expectation": gettext_lazy(
        "Online loans in China: texts that say the lender expects repayment raised it; texts on"
        " consequences had no lasting effect."
    ),
    "on_time": gettext_lazy(
        "Colombia: 8,019 customers who were always on time paid exactly alike with a text and"
        " without. Half of those who take part here get no text before the due date."
    ),
    "officer": gettext_lazy(
        "Philippines: before and on the due date only texts that named the loan officer helped, and"
        " only customers who knew them. The name is the one your core system tells of the loan."
    ),
    "moral": gettext_lazy(
        "Late card customers in Indonesia: one moral sentence brought 4.4 points of 66 % back; a"
        " reminder alone did nothing. What one may say differs by country."
    ),
}


@needs("messaging.view_trial")
def trial_library(request: HttpRequest) -> HttpResponse:
    """GET shows them for one lender; POST with `trial` starts that one as a draft, with `texts` its
    texts."""
    told = request.POST if request.method == "POST" else request.GET
    lenders = Lender.objects.order_by("name")
    asked = row_id(told.get("lender"))
    lender = get_object_or_404(lenders, pk=asked) if asked else lenders.first()
    if lender and request.method == "POST":
        answer = _begin(request, lender)
        if answer is not None:
            return answer
    return render(
        request,
        "feedback/trial_library.html",
        title=_("Ready-made trials"),
        lender=lender,
        lenders=lenders,
        trials=[_shown(each, lender, clock.now()) for each in READY] if lender else [],
        margin=f"{HARM_MARGIN * 1000:g}",
        may_plan=request.user.has_perm(PLANS),
        may_write=request.user.has_perm(WRITES),
    )


def _begin(request: HttpRequest, lender: Lender) -> HttpResponse | None:
    now, person = clock.now(), staff(request)
    texts = find(request.POST.get("texts", ""))
    ready = find(request.POST.get("trial", ""))
    try:
        if texts is not None and person.has_perm(WRITES):
            ready_trials.write_texts(texts, by=person, now=now)
            messages.success(request, _("Draft saved."))
        elif ready is not None and person.has_perm(PLANS):
            title = str(TITLES[ready.code])
            trial = ready_trials.begin(lender, ready, title=title, by=person, now=now)
            messages.success(request, _("Draft saved."))
            return HttpResponseRedirect(reverse("admin:trial", args=[trial.pk]))
    except Refused as refused:
        messages.error(request, str(refused))
    return None


def _shown(ready: ReadyTrial, lender: Lender, now: datetime) -> dict[str, Any]:
    spoken = get_language() or ""
    language = spoken if spoken in library.LANGUAGES else library.LANGUAGES[0]
    bodies = {text.code: text.body for text in ready_trials.texts_of(ready, [language])}
    trial = Trial(
        lender=lender,
        stage=ready.stage,
        tone=ready.tone,
        cause=Cause.UNKNOWN,
        arms=[None if code is None else place for place, code in enumerate(ready.arms)],
        goal=ready.goal,
        days=ready.days,
        conditions=list(ready.conditions),
    )
    return {
        "ready": ready,
        "title": TITLES[ready.code],
        "found": FOUND[ready.code],
        "stage": StageChoices(ready.stage).label,
        "tone": Tone(ready.tone).label,
        "texts": [bodies.get(code or "", "") for code in ready.arms],
        "who": sentences(trial.conditions) if trial.conditions else [],
        "plan": plan_of(trial, [], now),
        "here": ready_trials.has_texts(ready),
        "true": ready_trials.is_true_of(lender, ready),
    }
