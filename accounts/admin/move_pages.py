"""Loans that a file names under another customer number: one person answers, another decides."""

import logging

from django import forms
from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from kombu.exceptions import OperationalError as NoBroker

from accounts import tasks
from accounts.admin import step_up
from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from accounts.input.params import row_ids, whole_number
from accounts.models import LoanMove
from accounts.moves import listing, settling
from config import clock

log = logging.getLogger(__name__)

State = LoanMove.State


@needs("accounts.view_loanmove")
def moves(request: HttpRequest) -> HttpResponse:
    """Both tabs: what is to be answered, and what waits for a second person."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in listing.TABS else State.OPEN.value
    after = whole_number(request.GET.get("after"), most=10**7) or 0
    lines, more = listing.page(tab, after=after)
    counts = listing.counts()
    return render(
        request,
        "accounts/loan_moves.html",
        title=_("Loans under another customer number"),
        tab=tab,
        tabs=[(state.value, state.label, counts[state]) for state in listing.TABS],
        lines=lines,
        more=more,
        may_answer=tab == State.OPEN and request.user.has_perm("accounts.answer_loanmove"),
        may_decide=tab == State.ASKED and request.user.has_perm("accounts.decide_loanmove"),
        form=AnswerForm(),
    )


@needs("accounts.answer_loanmove")
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    form, chosen = AnswerForm(request.POST), row_ids(request.POST.getlist("move"))
    if not form.is_valid():
        notices.error(request, _("Choose the loans, say what it is, and why."))
        return back(State.OPEN)
    try:
        count = settling.answer(chosen, **form.cleaned_data, by=staff(request), now=clock.now())
    except Refused as refused:
        notices.error(request, str(refused))
    else:
        told = ngettext(
            "%(count)d loan waits for a second person.",
            "%(count)d loans wait for a second person.",
            count,
        )
        notices.success(request, told % {"count": count})
    return back(State.OPEN)


@needs("accounts.decide_loanmove")
@require_POST
@step_up.required
def decide(request: HttpRequest) -> HttpResponse:
    """The ticked answers, each as it stood on the page."""
    chosen = row_ids(request.POST.getlist("move"))
    try:
        if "send_back" in request.POST:
            count = settling.send_back(chosen)
            told = ngettext("%(count)d loan sent back.", "%(count)d loans sent back.", count)
        else:
            person = staff(request)
            seen = {pk: request.POST.get(f"seen:{pk}", "") for pk in chosen}
            # Of what this page may see: the worker, who writes loans, sees those of all lenders.
            theirs = settling.may_decide(seen, by=person)
            tasks.settle_moves.apply_async((list(theirs.items()), person.pk), retry=False)
            count = len(theirs)
            told = ngettext(
                "%(count)d loan is being settled.", "%(count)d loans are being settled.", count
            )
    except Refused as refused:
        notices.error(request, str(refused))
    except NoBroker as error:
        log.warning("the queue cannot be reached: %s", type(error.__cause__ or error).__name__)
        notices.error(request, _("The queue cannot be reached. Try again in a while."))
    else:
        notices.success(request, told % {"count": count})
    return back(State.ASKED)


class AnswerForm(forms.Form):
    """What it is, and why, for all the loans chosen."""

    what = forms.ChoiceField(
        label=gettext_lazy("What is it?"), choices=LoanMove.Answer.choices, widget=forms.RadioSelect
    )
    why = forms.CharField(label=gettext_lazy("How do you know?"), max_length=200)


def back(state: State) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('admin:loan_moves')}?tab={state.value}")
