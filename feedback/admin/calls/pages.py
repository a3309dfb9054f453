"""The call list and the page of one call: script, numbers, whether to call now, what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from accounts.admin.actions import Step, action, valid
from accounts.admin.pages import View, needs, render, staff
from accounts.contact.lender_of import lender_of
from accounts.disclosure import personal
from accounts.disclosure.words import Words
from accounts.errors import Refused
from accounts.holds import service as holds
from accounts.holds.guide import notices
from accounts.input.params import row_id
from accounts.models import ContactPoint, Customer
from accounts.rules.money import money
from config import clock
from feedback.admin.inbox.forms import PromiseForm
from feedback.alarms import service as alarms
from feedback.calls import asking, helplines, listing, removing, scripts, work
from feedback.calls.helplines import Helpline
from feedback.calls.limits import PURPOSE
from feedback.calls.work import Promised
from feedback.models import CallTask
from messaging.models import Call, in_force
from messaging.policy.decide import SEND
from messaging.transactional import phone_calls

READ, WORK = "feedback.view_calltask", "feedback.change_calltask"
PROMISE = "feedback.make_promise"
TRIES = 10


class OutcomeForm(forms.Form):
    """How the call went."""

    outcome = forms.ChoiceField(choices=Call.Outcome.choices)
    again_at = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M"])
    note = forms.CharField(required=False, max_length=2000)


class RemovalForm(forms.Form):
    """Why a call for distress is taken off the list; the service asks for a word."""

    reason = forms.CharField(
        label=gettext_lazy("reason"), required=False, max_length=removing.LONGEST_REASON
    )


@needs(READ)
def call_list(request: HttpRequest) -> HttpResponse:
    """Whom to call: distress first, then by due time."""
    now, person = clock.now(), staff(request)
    asked = request.GET.get("tab", "")
    tab = asked if asked in listing.TABS else listing.READY
    after = request.GET.get("after", "")
    reason = _filtered_by(request)
    page = listing.page(tab, by=person, now=now, after=after, reason=reason)
    return render(
        request,
        "feedback/call_list.html",
        title=_("Call list"),
        tab=tab,
        tabs=listing.TABS.items(),
        reason=reason,
        reasons=CallTask.Reason.choices,
        rows=page.rows,
        next=page.after,
        running=phone_calls.running(person),
    )


@needs(READ)
def call_task(request: HttpRequest, task_id: int) -> HttpResponse:
    return _show(request, _get(task_id))


def _get(task_id: int) -> CallTask:
    return get_object_or_404(
        CallTask.objects.select_related(
            *("customer", "owner", "loan__lender", "last_call__contact_point", "conversation"),
            "opened_by",
            "removal_asked_by",
        ),
        pk=task_id,
    )


def _filtered_by(request: HttpRequest) -> str:
    """The reason the list was narrowed to; it stays in the address from call to call."""
    reason = request.GET.get("reason", "")
    return reason if reason in CallTask.Reason.values else ""


def _query(request: HttpRequest) -> str:
    reason = _filtered_by(request)
    return f"?reason={reason}" if reason else ""


def _to(task: CallTask) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:call_task", args=[task.pk]))


def on_task(*permissions: str, **more: Any) -> Callable[[Step], View]:
    """An act on a call; what it leads to is narrowed to the reason the list was narrowed to."""

    def decorate(step: Step) -> View:
        act = action(*permissions, find=_get, to=_to, **more)(step)

        @wraps(act)
        def done(request: HttpRequest, **address: Any) -> HttpResponse:
            answer = act(request, **address)
            if isinstance(answer, HttpResponseRedirect) and "?" not in answer["Location"]:
                answer["Location"] += _query(request)
            return answer

        return done

    return decorate


@on_task(WORK)
def call_take(request: HttpRequest, task: CallTask) -> None:
    work.take(task, by=staff(request), now=clock.now())


@on_task(WORK)
def call_release(request: HttpRequest, task: CallTask) -> None:
    work.release(task, by=staff(request))


@on_task(WORK, "accounts.reveal_contactpoint")
def call_dial(request: HttpRequest, task: CallTask) -> None:
    """Begin the call; its page shows the number, to whoever calls and until it is told of. The
    look is on record once, as it begins, and the number is in no URL."""
    point = get_object_or_404(ContactPoint, pk=row_id(request.POST.get("point")))
    work.dial(task, point, by=staff(request), now=clock.now())


@on_task(WORK)
def call_tell(request: HttpRequest, task: CallTask) -> HttpResponse:
    """Record how it went, a promise with amount and day included; what is refused stays typed."""
    now, person = clock.now(), staff(request)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say how the call went, and when to call again if so."))
        return _show(request, task, typed=request.POST)
    promised = None
    if form.cleaned_data["outcome"] == Call.Outcome.PROMISED and person.has_perm(PROMISE):
        promise = PromiseForm(request.POST, customer_id=task.customer_id, now=now)
        promised = Promised(**promise.cleaned_data) if promise.is_valid() else None
    try:
        work.tell(task, **form.cleaned_data, promised=promised, by=person, now=now)
    except Refused as refused:
        messages.error(request, str(refused))
        return _show(request, _get(task.pk), typed=request.POST)
    messages.success(request, _("Recorded."))
    if promised:
        messages.success(request, _("The promise is taken: no reminder until its day is over."))
    following = listing.next_after(task, by=person, now=now, reason=_filtered_by(request))
    return HttpResponseRedirect(reverse("admin:call_list")) if following is None else _to(following)


@on_task(WORK)
def call_cancel(request: HttpRequest, task: CallTask) -> str:
    removing.cancel(task, by=staff(request), now=clock.now())
    return _("Taken off the call list.")


@on_task(WORK, step_up=lambda step: step == "agree")
def call_removal(request: HttpRequest, task: CallTask, *, step: str) -> str:
    """A call for distress: one person asks to take it off, another agrees, or it stays."""
    now, person = clock.now(), staff(request)
    if step == "keep":
        removing.keep(task)
        return _("The call stays on the list.")
    if step not in ("ask", "agree"):
        raise Http404
    reason = valid(RemovalForm(request.POST))["reason"]
    if step == "ask":
        removing.ask(task, reason=reason, by=person, now=now)
        return _("A second person has to agree; until then the call stays on the list.")
    removing.agree(task, reason=reason, by=person, now=now)
    return _("Taken off the call list.")


@needs(WORK)
@require_POST
def call_ask(request: HttpRequest, customer_id: int) -> HttpResponse:
    """An agent's own choice: a call of our own initiative, which any hold rules out."""
    customer = get_object_or_404(Customer, pk=customer_id)
    now = clock.now()
    if holds.in_force(customer.pk, now).exists():
        messages.error(request, _("Contact is on hold: we do not call of our own accord."))
        return HttpResponseRedirect(reverse("admin:accounts_customer_change", args=[customer.pk]))
    task = asking.ask(
        customer,
        reason=CallTask.Reason.AGENT,
        source=f"staff:{staff(request).pk}",
        now=now,
        by=staff(request),
    )
    return _to(task)


def _show(request: HttpRequest, task: CallTask, *, typed: QueryDict | None = None) -> HttpResponse:
    """`typed`: what was entered about the call and not recorded."""
    now, person = clock.now(), staff(request)
    is_open = task.state == CallTask.State.OPEN
    call = task.last_call
    telling = is_open and call is not None and work.may_tell(call, person)
    words = Words(task.customer, by=person, now=now)
    speaking = telling and call is not None and call.by_id == person.pk
    told = notices(holds.in_force(task.customer_id, now).values_list("kind", flat=True))
    return render(
        request,
        "feedback/call_task.html",
        title=_("Call"),
        task=task,
        name=personal.masked_name(task.customer),
        overdue=is_open and task.due_at <= now,
        later=is_open and task.not_before > now,
        works=is_open and task.owner_id in (None, person.pk) and person.has_perm(WORK),
        is_open=is_open,
        in_distress=task.reason == CallTask.Reason.DISTRESS,
        alarm=alarms.of_customer(task.customer_id) if is_open else None,
        removal_reason=words.of(task, "removal_reason"),
        removal_word=words.of(task, "removal_word"),
        script=None if any(guide.grave for guide in told) else _script(task, now, spoken=speaking),
        notices=told,
        helplines=_helplines(task, now) if task.reason == CallTask.Reason.DISTRESS else (),
        due=money(task.loan.amount_due, task.loan.currency) if task.loan else "",
        numbers=_numbers(task, now) if is_open and not telling else [],
        telling=telling,
        caller=call.by if telling and call and call.by_id != person.pk else None,
        number=_number(call) if speaking and call else "",
        query=_query(request),
        full_name=Customer.name.field.readable(task.customer) if speaking else "",
        heard=call if telling and call and call.line else None,
        outcomes=_outcomes(task, call),
        typed=typed or {},
        promise_form=_promise_form(task, typed, now)
        if telling and person.has_perm(PROMISE) and task.reason != CallTask.Reason.DISTRESS
        else None,
        tried=_tried(task.customer, words),
        words=words,
    )


def _number(call: Call) -> str:
    """Of a call that runs, for whoever makes it: that look went on record as it began."""
    point = call.contact_point
    return ContactPoint.address.field.readable(point) or "" if point else ""


IN_DISTRESS = {
    Call.Outcome.REACHED: gettext_lazy("Spoke with the person"),
    Call.Outcome.NOT_REACHED: gettext_lazy("Nobody answered"),
    Call.Outcome.CALL_BACK: gettext_lazy("Wants to speak at another time"),
    Call.Outcome.WRONG_NUMBER: gettext_lazy("Somebody else has this number"),
    Call.Outcome.REFUSES: gettext_lazy("Spoke with the person, who wants no more calls"),
}
"""How a call about the person may go: the debt is no part of it."""


def _outcomes(task: CallTask, call: Call | None) -> list[tuple[str, Any]]:
    """Which there are, as they are called and in the order to choose from."""
    may = call is not None and call.line == Call.Line.FAILED
    not_made = str(Call.Outcome.NOT_MADE)
    if task.reason == CallTask.Reason.DISTRESS:
        fault = [(not_made, Call.Outcome.NOT_MADE.label)] if may else []
        return [(str(code), label) for code, label in IN_DISTRESS.items()] + fault
    return [each for each in Call.Outcome.choices if may or each[0] != not_made]


def _promise_form(task: CallTask, typed: QueryDict | None, now: datetime) -> PromiseForm | None:
    """With what was typed if it was a promise; None when nothing is due."""
    chosen = typed if typed and typed.get("outcome") == Call.Outcome.PROMISED else None
    form = PromiseForm(chosen, customer_id=task.customer_id, now=now, use_required_attribute=False)
    return form if form.has_something else None


def _script(task: CallTask, now: datetime, *, spoken: bool) -> str | None:
    """With the name in clear for whoever is on the telephone: that look is on record."""
    lender = lender_of(task.customer_id, task.loan)
    text = scripts.script_for(task, lender=lender, now=now) if lender else None
    return text if text is None or spoken else personal.masked_text(text, task.customer)


def _helplines(task: CallTask, now: datetime) -> tuple[Helpline, ...]:
    lender = task.loan.lender if task.loan else lender_of(task.customer_id)
    try:
        country = in_force.policy(lender, now)[1].country if lender else ""
    except in_force.NothingInForce:
        country = ""
    return helplines.for_customer(phone_calls.numbers(task.customer), country=country)


def _numbers(task: CallTask, now: datetime) -> list[dict[str, Any]]:
    """Each number masked, and whether the policy lets it be called at this moment."""
    judged = [
        (point, phone_calls.judge(point, now=now, loan=task.loan, purpose=PURPOSE[task.reason]))
        for point in phone_calls.numbers(task.customer)
    ]
    return [
        {
            "point": point,
            "masked": personal.masked_address(point),
            "may": verdict is not None and verdict.verdict.outcome == SEND,
            "why": phone_calls.why_not(verdict),
        }
        for point, verdict in judged
    ]


def _tried(customer: Customer, words: Words) -> list[dict[str, Any]]:
    rows = Call.objects.filter(customer=customer).defer("facts", "trace").select_related("by")
    return [
        {"call": call, "note": words.of(call, "note")}
        for call in rows.order_by("-begun_at")[:TRIES]
    ]
