"""Who looked at a customer, for the auditor: on the customer's page, and all of it on its own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from accounts.admin.pages import needs, render
from accounts.disclosure import lookers
from accounts.models import Customer

SEE = "accounts.view_look"
ON_THE_PAGE = 8
SHOWN = 300
SHOWN_IN_CLEAR = {
    "contact_point": gettext_lazy("Number shown in full"),
    "conversation": gettext_lazy("Numbers in a conversation shown"),
    "own_data": gettext_lazy("Own data taken for the customer"),
    "evidence": gettext_lazy("Evidence pack taken"),
}
"""By what the record of it begins with."""


@needs(SEE)
def looks_page(request: HttpRequest, customer_id: int) -> HttpResponse:
    customer = get_object_or_404(Customer, pk=customer_id)
    return render(
        request,
        "accounts/looks.html",
        title=_("Who looked at %(customer)s") % {"customer": customer},
        rows=_rows(customer, SHOWN),
        most=SHOWN,
        back=reverse("admin:accounts_customer_change", args=[customer.pk]),
    )


def looks_of(_request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """The panel: the latest."""
    return {"customer": customer, "rows": _rows(customer, ON_THE_PAGE)}


def _rows(customer: Customer, most: int) -> list[lookers.Looked]:
    return [
        each._replace(how=str(SHOWN_IN_CLEAR.get(each.how.partition(":")[0], each.how)))
        for each in lookers.of_customer(customer, most=most)
    ]
