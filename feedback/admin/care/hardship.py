"""Hardship: the lists, one case, and its steps."""

from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from accounts.admin.pages import needs, render, staff
from accounts.disclosure import personal
from accounts.disclosure.words import Words
from accounts.models import Customer
from accounts.rules.money import money
from config import clock
from feedback import references
from feedback.admin.care.hardship_forms import NeedsForm, NoteForm, OpenForm, ProposalForm
from feedback.hardship import cases, listing, permissions, relief_in_force
from feedback.lists import queues
from feedback.models import HardshipCase, HardshipDecision, Need
from feedback.models.hardship import LIVE

OPEN_LABEL = gettext_lazy("Open a hardship case")
SAID = 40
"""Characters of what a customer says, in the list."""
SEE, ADD = "feedback.view_hardshipcase", "feedback.add_hardshipcase"
LOOKS = {"open": "hc-warn", "granted": "hc-good"}
EVENTS = {
    "opened": gettext_lazy("Opened; messages are held"),
    "asked again": gettext_lazy("The customer asked again"),
    "taken": gettext_lazy("Taken"),
    "asked": gettext_lazy("Needs noted"),
    "note": gettext_lazy("Note"),
    "proposed": gettext_lazy("Proposed"),
    "approved": gettext_lazy("Approved"),
    "rejected": gettext_lazy("Rejected"),
    "withdrawn": gettext_lazy("Proposal withdrawn"),
    "reviewed": gettext_lazy("Looked at before its end; it may end"),
    "ended": gettext_lazy("Ended; the holds with it"),
    "taken back": gettext_lazy("Taken back by the customer on their page; its hold has ended"),
}


@needs(SEE)
def hardship_list(request: HttpRequest) -> HttpResponse:
    now, tab = clock.now(), request.GET.get("tab", "")
    tab = tab if tab in listing.QUEUES else "open"
    after = request.GET.get("after", "")
    page = queues.page(listing.QUEUES[tab], now=now, after=after, shown=listing.SHOWN)
    counted = queues.counts({name: listing.QUEUES[name] for name in listing.COUNTED}, now)
    return render(
        request,
        "feedback/hardships.html",
        title=_("Hardship"),
        tab=tab,
        tabs=[(name, q.label, counted.get(name, "")) for name, q in listing.QUEUES.items()],
        rows=_told(page.rows) if tab == "open" else [row(case) for case in page.rows],
        next=page.after,
    )


def _told(found: list[HardshipCase]) -> list[dict[str, Any]]:
    """The rows with the beginning of what each customer says."""
    prefetch_related_objects(found, "customer__contact_points")
    return [
        {**row(each), "said": personal.said(each, "story", each.customer)[:SAID]} for each in found
    ]


@needs(SEE)
def hardship_page(request: HttpRequest, case_id: int) -> HttpResponse:
    return show(request, get(case_id))


@needs(ADD)
def hardship_open(request: HttpRequest, customer_id: int) -> HttpResponse:
    customer, person = get_object_or_404(Customer, pk=customer_id), staff(request)
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        case = cases.open_case(
            customer,
            **form.cleaned_data,
            source=f"staff:{person.pk}",
            by=person,
            now=clock.now(),
        )
        messages.success(request, _("The case is open. Nothing is sent while it lasts."))
        return to(case)
    return render(
        request,
        "accounts/ask.html",
        title=_("Hardship of %(customer)s") % {"customer": personal.masked_name(customer)},
        note=_("From the moment this is saved, nothing is sent to this customer."),
        form=form,
        button=_("Open the case and hold messages"),
        back=reverse("admin:accounts_customer_change", args=[customer.pk]),
    )


def get(case_id: int) -> HardshipCase:
    """The case with what its page shows."""
    found = HardshipCase.objects.select_related(
        *("customer", "owner", "opened_by", "ended_by", "reviewed_by")
    )
    return get_object_or_404(found, pk=case_id)


def to(case: HardshipCase) -> HttpResponse:
    """To its page."""
    return HttpResponseRedirect(reverse("admin:hardship", args=[case.pk]))


def row(case: HardshipCase) -> dict[str, Any]:
    """What a list shows of one case; fetch it with `listing.SHOWN`."""
    return {
        "case": case,
        "number": references.written(references.HELP, case.pk),
        "look": LOOKS.get(case.state, ""),
        "needs": _words(case),
    }


def show(
    request: HttpRequest,
    case: HardshipCase,
    *,
    proposal: ProposalForm | None = None,
    note: NoteForm | None = None,
) -> HttpResponse:
    """The page; a form that was refused stands in it with what is wrong."""
    now, person = clock.now(), staff(request)
    decisions = case.decisions.select_related("loan", "proposed_by", "decided_by", "case__customer")
    waiting = decisions.filter(state=HardshipDecision.State.PROPOSED).first()
    granted = relief_in_force.in_force(case)
    live = case.state in LIVE
    words = Words(case.customer, by=person, now=now)
    may_work = live and person.has_perm("feedback.change_hardshipcase")
    return render(
        request,
        "feedback/hardship.html",
        title=_("Hardship case #%(number)s") % {"number": case.pk},
        customer_name=personal.masked_name(case.customer),
        words=words,
        story=words.of(case, "story"),
        live=live,
        may_work=may_work,
        to_review=listing.to_review(now).filter(pk=case.pk).exists(),
        waiting=_decision(waiting, words) if waiting else None,
        granted=_decision(granted, words) if granted else None,
        plan=_plan(granted, now) if granted else [],
        why_not=permissions.obstacle_to_approving(waiting, by=person, now=now) if waiting else "",
        may_reject=waiting is not None
        and not permissions.obstacle_to_rejecting(waiting, by=person),
        is_mine=waiting is not None and waiting.proposed_by_id == person.pk,
        past=[_decision(each, words) for each in _past(decisions, granted)],
        holds=[link.hold for link in case.holds.select_related("hold").order_by("-pk")[:20]],
        events=_events(case, words),
        needs_form=NeedsForm(initial={"needs": case.needs}),
        note_form=note or NoteForm(),
        reject_form=NoteForm(auto_id="reject-%s"),
        end_form=NoteForm(auto_id="end-%s"),
        proposal_form=(proposal or ProposalForm(customer=case.customer)) if may_work else None,
        **row(case),
    )


def _words(case: HardshipCase) -> list[Any]:
    labels = dict(Need.choices)
    return [labels.get(need, need) for need in case.needs]


def _past(decisions: Any, granted: HardshipDecision | None) -> Any:
    """What was decided before what is in force, newest first."""
    over = decisions.exclude(state=HardshipDecision.State.PROPOSED)
    return over.exclude(pk=granted.pk if granted else 0).order_by("-pk")[:20]


def _decision(decision: HardshipDecision, words: Words) -> dict[str, Any]:
    currency = decision.loan.currency if decision.loan else ""
    return {
        "decision": decision,
        "why": words.of(decision, "why"),
        "total": money(decision.plan_total, currency) if decision.plan_count else "",
        "rows": [
            (each.due_on, money(each.amount, currency))
            for each in decision.instalments.order_by("due_on")
        ]
        if decision.state == HardshipDecision.State.PROPOSED
        else [],
    }


def _plan(granted: HardshipDecision, now: Any) -> list[dict[str, Any]]:
    currency = granted.loan.currency if granted.loan else ""
    words = {"paid": _("Paid"), "missed": _("Not paid"), "due": _("To come")}
    looks = {"paid": "hc-good", "missed": "hc-bad", "due": ""}
    return [
        {
            "due_on": each.due_on,
            "amount": money(each.amount, currency),
            "how": words[how],
            "look": looks[how],
        }
        for each, how in relief_in_force.plan_of(granted, now)
    ]


def _events(case: HardshipCase, words: Words) -> list[dict[str, Any]]:
    return [
        {
            "label": EVENTS.get(each.what, each.what),
            "event": each,
            "text": words.of(each, "note"),
        }
        for each in case.notes.select_related("by").order_by("at", "pk")
    ]
