"""A customer's own data, for the customer: why, and the file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from accounts.admin import step_up
from accounts.admin.forms import RevealForm
from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from accounts.models import Customer
from config import clock
from feedback.admin.pack.pages import download
from feedback.own_data import making

LABEL = gettext_lazy("Data for the customer…")


@needs(making.MAY_EXPORT, "accounts.view_customer")
@step_up.on_post
def own_data(request: HttpRequest, customer_id: int) -> HttpResponse:
    customer = get_object_or_404(Customer, pk=customer_id)
    form = RevealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            by, now = staff(request), clock.now()
            return download(making.make(customer, by=by, now=now, **form.cleaned_data))
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(
        request,
        "accounts/ask.html",
        title=_("Data of %(customer)s, for the customer") % {"customer": customer},
        status=422 if request.method == "POST" else 200,
        note=_(
            "One file with everything kept about this person, to read and for spreadsheets: give it"
            " to nobody else, and only once you know who asks. Names of staff and other people's"
            " numbers are left out."
        ),
        warning=_("It is on record as a look at personal values, with your name and your reason."),
        form=form,
        button=_("Take the file"),
        back=reverse("admin:accounts_customer_change", args=[customer.pk]),
    )
