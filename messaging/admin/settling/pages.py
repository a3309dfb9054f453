"""All reasons on one page: what each means, what to do, who may."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.admin.pages import needs, render
from messaging import labels
from messaging.admin.settling.links import advice
from messaging.admin.settling.table import SETTLING


@needs("messaging.view_candidate")
def reasons_page(request: HttpRequest) -> HttpResponse:
    customers = reverse("admin:accounts_customer_changelist")
    return render(
        request,
        "messaging/reasons.html",
        title=_("Why a text is not sent, and how to settle it"),
        rows=[
            (code, labels.reason(code), advice(code, user=request.user, instead=customers))
            for code in SETTLING
        ],
    )
