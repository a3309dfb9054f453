"""Messages after payment: listed by customer, apologised for or marked as seen."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.admin.actions import action, valid
from accounts.admin.forms import ReasonForm
from accounts.admin.pages import needs, render, staff
from accounts.disclosure import personal
from accounts.models import Customer
from accounts.rules.money import money
from config import clock
from feedback.late_payments import listing, settling
from feedback.lists import queues
from feedback.models import UndueMessage

SEE, SETTLE = "feedback.view_unduemessage", "feedback.settle_unduemessage"
OPEN = UndueMessage.State.OPEN.value


@needs(SEE)
def late_list(request: HttpRequest) -> HttpResponse:
    now, tab = clock.now(), request.GET.get("tab", "")
    tab = tab if tab in listing.QUEUES else OPEN
    after = request.GET.get("after", "")
    counted = queues.counts({OPEN: listing.QUEUES[OPEN]}, now)
    return render(
        request,
        "feedback/late_payments.html",
        title=_("Messages after payment"),
        tab=tab,
        tabs=[(name, queue.label, counted.get(name, "")) for name, queue in listing.QUEUES.items()],
        may_settle=request.user.has_perm(SETTLE),
        **(_open(after) if tab == OPEN else _closed(tab, after)),
    )


def _customer(customer_id: int) -> Customer:
    return get_object_or_404(Customer, pk=customer_id)


def _back(_customer: Customer) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:late_payments"))


@action(SETTLE, find=_customer, to=_back)
def late_apologise(request: HttpRequest, customer: Customer) -> str:
    settling.apologise(customer, by=staff(request), now=clock.now())
    return _("The apology is queued; it leaves when the policy allows.")


@action(SETTLE, find=_customer, to=_back)
def late_seen(request: HttpRequest, customer: Customer) -> str:
    note = valid(ReasonForm(request.POST))["reason"]
    settling.mark_seen(customer, note=note, by=staff(request), now=clock.now())
    return _("Marked as seen.")


def _open(after: str) -> dict[str, Any]:
    page = listing.open_page(after)
    return {
        "groups": [
            {
                "customer": group.customer,
                "name": personal.masked_name(group.customer),
                "rows": [_row(undue) for undue in group.rows],
                "more": group.more,
                "why_form": ReasonForm(auto_id=f"why-{group.customer.pk}-%s"),
            }
            for group in page.rows
        ],
        "next": page.after,
    }


def _closed(tab: str, after: str) -> dict[str, Any]:
    page = queues.page(listing.QUEUES[tab], now=clock.now(), after=after, shown=listing.SHOWN)
    return {"rows": [_row(undue) for undue in page.rows], "next": page.after}


def _row(undue: UndueMessage) -> dict[str, Any]:
    loan = undue.loan
    return {
        "undue": undue,
        "late_by": (undue.handed_over_at.date() - undue.repayment.paid_on).days,
        "due": money(loan.amount_due, loan.currency) if loan.amount_due > 0 else "",
    }
