"""One page per customer for staff: addresses masked, loans, holds, and what other apps add."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _, ngettext, pgettext

from accounts.admin import zone_names
from accounts.admin.contact_facts import facts_of
from accounts.admin.forms import RevealForm
from accounts.admin.pages import needs, render, staff
from accounts.admin.panels import ACTIONS, beside, panels_for
from accounts.contact.wishes import wishes_of
from accounts.disclosure import looks, personal, reveals, searching, words
from accounts.disclosure.words import Words
from accounts.errors import Refused
from accounts.holds.guide import notices
from accounts.holds.service import obstacle_to_release
from accounts.models import ContactPoint, Customer, Look, NewNumber
from accounts.retention import legal_holds
from accounts.rules import delinquency
from accounts.rules.lender_day import lender_day
from accounts.rules.money import money
from config import clock


def customer_page(request: HttpRequest, customer: Customer) -> HttpResponse:
    now = clock.now()
    looks.at_page(customer.pk, how=Look.How.PAGE, by=staff(request), now=now)
    written = Words(customer, by=staff(request), now=now)
    holds: list[dict[str, Any]] = [
        {
            "hold": hold,
            "reason": written.read(hold.reason),
            "release_reason": written.read(hold.release_reason),
            "in_force": _in_force(hold, now),
            "obstacle": obstacle_to_release(hold, by=staff(request)),
        }
        for hold in customer.holds.select_related("placed_by", "released_by").order_by(
            "-starts_at"
        )[:50]
    ]
    return render(
        request,
        "accounts/customer.html",
        title=f"{personal.masked_name(customer)} · {customer.customer_no}",
        customer=customer,
        zones=zone_names.zones(customer.timezones),
        words=written,
        wishes=wishes_of(customer, now),
        merged_from=list(customer.merged_from.order_by("pk")[:20]),
        **facts_of(customer, by=staff(request)),
        contact_points=_points(request, list(customer.contact_points.order_by("channel"))),
        loans=_loans(customer, now),
        holds=holds,
        new_number=customer.new_numbers.filter(state=NewNumber.State.ASKED).first(),
        legal_holds=legal_holds.in_force(customer),
        notices=notices(row["hold"].kind for row in holds if row["in_force"]),
        panels=panels_for(request, customer),
        actions=[
            (label, reverse(name, args=[customer.pk]))
            for label, name, permission in ACTIONS
            if request.user.has_perm(permission)
        ],
    )


@needs("accounts.reveal_contactpoint")
def reveal(request: HttpRequest, point_id: int) -> HttpResponse:
    """Ask for the reason, record it, then show the address once (never in a URL)."""
    point = get_object_or_404(ContactPoint.objects.select_related("customer"), pk=point_id)
    form, now, person = RevealForm(request.POST or None), clock.now(), staff(request)
    back = reverse("admin:accounts_customer_change", args=[point.customer_id])
    if request.method == "POST" and form.is_valid():
        try:
            shown = personal.reveal(point, by=person, now=now, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return render(
                request,
                "accounts/revealed.html",
                title=_("Address of %(customer)s") % {"customer": point.customer},
                shown=shown,
                today=reveals.looks_today(person, why="", now=now),
                back=back,
            )
    return render(
        request,
        "accounts/ask.html",
        title=_("Show the full address of %(customer)s") % {"customer": point.customer},
        note=_("The reason is recorded with your name and can be read by the auditor."),
        warning=_warning(reveals.looks_today(person, why="", now=now)),
        form=form,
        button=pgettext("reveal", "Show"),
        back=back,
    )


@needs("accounts.reveal_contactpoint")
def show_words(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Ask for the reason, record it; until tomorrow this person reads the numbers and accounts in
    what was written about this customer, wherever it stands."""
    customer, now, person = get_object_or_404(Customer, pk=customer_id), clock.now(), staff(request)
    form = RevealForm(request.POST or None, by=person)
    back = _where_from(request, customer)
    if request.method == "POST" and form.is_valid():
        try:
            words.show(customer.pk, by=person, now=now, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return HttpResponseRedirect(back)
    return render(
        request,
        "accounts/ask.html",
        title=_("Show the numbers in what was written about %(customer)s") % {"customer": customer},
        note=_("The reason is recorded with your name and can be read by the auditor."),
        warning=_warning(reveals.looks_today(person, why="", now=now)),
        form=form,
        button=pgettext("reveal", "Show"),
        back=back,
    )


def _where_from(request: HttpRequest, customer: Customer) -> str:
    asked = request.GET.get("back", "")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return asked if safe else reverse("admin:accounts_customer_change", args=[customer.pk])


@needs("accounts.view_customer")
def find(request: HttpRequest) -> HttpResponse:
    """Search by whole name, phone or e-mail, exactly. By POST, so that what was typed is in no URL
    and no log."""
    typed = request.POST.get("typed", "").strip()
    try:
        sought = searching.find(typed, by=staff(request), now=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("admin:accounts_customer_changelist"))
    addressed = Customer.objects.filter(pk__in=sought.addressed).order_by("pk")
    found = [*addressed, *sought.named]
    if len(found) == 1:
        return HttpResponseRedirect(reverse("admin:accounts_customer_change", args=[found[0].pk]))
    if not found:
        messages.warning(
            request,
            _("Nobody has this name, number or address. Type it whole, and check every sign."),
        )
        return HttpResponseRedirect(reverse("admin:accounts_customer_changelist"))
    return render(
        request,
        "accounts/found.html",
        title=_("Several customers are found by this"),
        customers=[
            (c, personal.masked_name(c), numbers)
            for c, numbers in personal.with_numbers(found[: searching.MOST])
        ],
        more=len(found) > searching.MOST,
    )


def _warning(today: reveals.LooksToday) -> str:
    """How many looks are left of today's, once that is few."""
    if not today.is_near:
        return ""
    told = ngettext(
        "%(left)d look is left to you today, of %(most)d.",
        "%(left)d looks are left to you today, of %(most)d.",
        today.left,
    )
    return told % {"left": today.left, "most": today.most}


def _points(request: HttpRequest, points: list[ContactPoint]) -> list[dict[str, Any]]:
    said = beside(request, points)
    return [
        {
            "point": point,
            "masked": personal.masked_address(point),
            "says": said[point.pk],
            "is_stopped": any(each.stopped for each in said[point.pk]),
        }
        for point in points
    ]


def _loans(customer: Customer, now: datetime) -> list[dict[str, Any]]:
    rows = []
    for loan in customer.loans.select_related("lender").order_by("due_date"):
        dpd = delinquency.days_past_due(loan.due_date, lender_day(loan.lender, now))
        rows.append(
            {
                "loan": loan,
                "due": money(loan.amount_due, loan.currency),
                "outstanding": money(loan.outstanding, loan.currency),
                "days_past_due": dpd if loan.amount_due > 0 and dpd > 0 else None,
                "late": loan.amount_due > 0 and dpd > 0,
            }
        )
    return rows


def _in_force(hold: Any, now: datetime) -> bool:
    return hold.released_at is None and (hold.until is None or hold.until > now)
