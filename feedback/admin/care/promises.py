"""Promises to pay: the lists, one promise, and what an agent does about it."""

from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from accounts.admin import sources
from accounts.admin.actions import action, valid
from accounts.admin.forms import ReasonForm
from accounts.admin.pages import needs, render, staff
from accounts.disclosure import personal
from accounts.errors import Refused
from accounts.models import Customer, Repayment
from accounts.rules.lender_day import lender_day
from accounts.rules.money import money
from config import clock
from feedback import references
from feedback.admin.care.promise_forms import CorrectionForm, PromiseForm
from feedback.lists import queues
from feedback.models import ConversationReply, Promise
from feedback.promises import (
    correcting,
    listing,
    proposals,
    reading,
    service as promises,
    summary,
    thanks,
    verdict as judging,
)
from feedback.promises.paid_since import paid_since, settled_since
from messaging.models import Reply

MAKE_LABEL = gettext_lazy("Take a promise")
SAID = 40
"""Characters of a reply in the list."""
SEE, MAKE = "feedback.view_promise", "feedback.make_promise"
LOOKS = {"kept": "hc-good", "partly": "hc-warn", "broken": "hc-bad", "proposed": "hc-warn"}


@needs(SEE)
def promise_list(request: HttpRequest) -> HttpResponse:
    now, tab = clock.now(), request.GET.get("tab", "")
    tab = tab if tab in listing.QUEUES else "proposed"
    after = request.GET.get("after", "")
    page = queues.page(listing.QUEUES[tab], now=now, after=after, shown=listing.SHOWN)
    counted = queues.counts({name: listing.QUEUES[name] for name in listing.COUNTED}, now)
    return render(
        request,
        "feedback/promises.html",
        title=_("Promises to pay"),
        tab=tab,
        tabs=[(name, q.label, counted.get(name, "")) for name, q in listing.QUEUES.items()],
        rows=_told(page.rows) if tab == "proposed" else [row(promise) for promise in page.rows],
        next=page.after,
    )


def _told(found: list[Promise]) -> list[dict[str, Any]]:
    """The rows with the beginning of what each customer wrote: what there is to confirm."""
    prefetch_related_objects(found, "reply", "customer__contact_points")
    return [
        {**row(each), "said": personal.said_text(_words(each), each.customer)[:SAID]}
        for each in found
    ]


@needs(SEE)
def promise_page(request: HttpRequest, promise_id: int) -> HttpResponse:
    promise = _get(promise_id)
    return _show(request, promise)


@needs(MAKE)
def promise_make(request: HttpRequest, customer_id: int) -> HttpResponse:
    customer, now, person = get_object_or_404(Customer, pk=customer_id), clock.now(), staff(request)
    form = PromiseForm(request.POST or None, customer=customer, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            promise = promises.make(
                customer, **form.cleaned_data, source=f"staff:{person.pk}", by=person, now=now
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _taken())
            return to(promise)
    return render(
        request,
        "accounts/ask.html",
        title=_("Promise of %(customer)s") % {"customer": personal.masked_name(customer)},
        note=_("Nothing is sent about this loan until the day and one more are over."),
        form=form,
        button=_("Take the promise"),
        back=reverse("admin:accounts_customer_change", args=[customer.pk]),
    )


def to(promise: Promise) -> HttpResponse:
    """To its page."""
    return HttpResponseRedirect(reverse("admin:promise", args=[promise.pk]))


def _get(promise_id: int) -> Promise:
    found = Promise.objects.select_related(
        *("customer", "loan__lender", "made_by", "ended_by", "hold", "thanks_message", "reply")
    )
    return get_object_or_404(found, pk=promise_id)


on_promise = partial(action, find=_get, to=to)


@on_promise(MAKE)
def promise_confirm(request: HttpRequest, promise: Promise) -> HttpResponse | str:
    """A promise that was refused comes back with its form."""
    now = clock.now()
    form = PromiseForm(request.POST, customer=promise.customer, now=now)
    if form.is_valid():
        try:
            promises.confirm(promise, **form.cleaned_data, by=staff(request), now=now)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _taken()
    return _show(request, promise, form)


@on_promise(MAKE)
def promise_decline(request: HttpRequest, promise: Promise) -> str:
    proposals.decline(promise, by=staff(request), reason=_why(request), now=clock.now())
    return _("Noted: this was no promise.")


@on_promise(MAKE)
def promise_cancel(request: HttpRequest, promise: Promise) -> str:
    promises.cancel(promise, by=staff(request), reason=_why(request), now=clock.now())
    return _("Withdrawn. Its silence lasts to its day, unless another person lifts the hold.")


@on_promise(MAKE)
def promise_correct(request: HttpRequest, promise: Promise) -> HttpResponse:
    """Another day or amount in one step; what was refused comes back with its form."""
    form = CorrectionForm(request.POST)
    if form.is_valid():
        try:
            made = correcting.correct(
                promise, **form.cleaned_data, by=staff(request), now=clock.now()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Corrected: this promise takes the place of the other."))
            return to(made)
    return _show(request, _get(promise.pk), correction=form)


@on_promise(MAKE)
def promise_thanked(request: HttpRequest, promise: Promise) -> str:
    said = request.POST.get("said") == "yes"
    thanks.settle(promise, said=said)
    return _("Noted as thanked.") if said else _("Noted: no thanks this time.")


def row(promise: Promise) -> dict[str, Any]:
    """What a list shows of one promise; fetch it with `listing.SHOWN`."""
    loan = promise.loan
    return {
        "promise": promise,
        "number": references.written(references.PROMISE, promise.pk),
        "amount": money(promise.amount, loan.currency) if promise.amount and loan else "—",
        "paid": money(promise.paid, loan.currency) if loan else "—",
        "look": LOOKS.get(promise.state, ""),
    }


def _show(
    request: HttpRequest,
    promise: Promise,
    form: PromiseForm | None = None,
    *,
    correction: CorrectionForm | None = None,
) -> HttpResponse:
    now = clock.now()
    written = {"amount": promise.amount, "on": promise.pay_on}
    proposed = promise.state == Promise.State.PROPOSED
    return render(
        request,
        "feedback/promise.html",
        title=_("Promise #%(number)s") % {"number": promise.pk},
        customer_name=personal.masked_name(promise.customer),
        history=summary.summary(promise.customer),
        last_day=judging.last_day(promise.pay_on) if promise.pay_on else None,
        repayments=_repayments(promise)[:20],
        paid_since=paid_since(promise.reply, now) if proposed and promise.reply else [],
        conversation=_conversation(promise),
        source=sources.read(promise.source).said,
        words=personal.said_text(_words(promise), promise.customer)
        if request.user.has_perm("feedback.view_conversation")
        else "",
        form=form or (_form(promise, now) if proposed else None),
        why_form=ReasonForm(),
        correction=correction or CorrectionForm(initial=written),
        **row(promise),
    )


def _repayments(promise: Promise) -> QuerySet[Repayment]:
    """What counts towards it, newest first."""
    if promise.loan is None or promise.made_at is None or promise.pay_on is None:
        return Repayment.objects.none()
    return Repayment.objects.filter(
        loan=promise.loan,
        recorded_at__gte=promise.made_at,
        paid_on__gte=lender_day(promise.loan.lender, promise.made_at),
        paid_on__lte=judging.last_day(promise.pay_on),
    ).order_by("-recorded_at")


def _form(promise: Promise, now: datetime) -> PromiseForm:
    """With the day and the amount the reply speaks of, as far as they can be read."""
    promised = reading.heard_in(promise.reply, now) if promise.reply else reading.NOTHING
    paid = settled_since(promise.reply, now)
    return PromiseForm(customer=promise.customer, now=now, promised=promised, paid=paid)


def _words(promise: Promise) -> str:
    """The reply it was heard in."""
    reply = promise.reply
    return Reply.text.field.readable(reply) or "" if reply else ""


def _conversation(promise: Promise) -> int | None:
    if promise.reply_id is None:
        return None
    filed = ConversationReply.objects.filter(reply=promise.reply_id).first()
    return filed.conversation_id if filed else None


def _taken() -> str:
    return _("The promise is taken: no reminder until its day is over.")


def _why(request: HttpRequest) -> str:
    return str(valid(ReasonForm(request.POST))["reason"])
