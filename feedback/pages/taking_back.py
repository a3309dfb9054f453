"""A request for help is taken back, and a complaint withdrawn; each is asked about first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from accounts.errors import Refused
from accounts.input.params import row_id
from accounts.models import Customer
from feedback import references
from feedback.complaints.withdrawing import withdraw, withdrawable
from feedback.hardship.taking_back import take_back, takeable
from feedback.pages.frame import Page, customer_page
from feedback.pages.front import GET_OR_POST, with_text
from feedback.pages.late import is_disowned
from feedback.pages.mine import opened
from messaging.models import Message


@customer_page
@require_http_methods(GET_OR_POST)
@opened
def help_back(
    request: HttpRequest, page: Page, _message: Message, customer: Customer
) -> HttpResponse:
    """Behind the secret, as asking was."""
    if request.method == "POST":
        try:
            done = take_back(customer, now=page.now)
        except Refused:
            return page.go("mine", told="not_taken_back")
        return page.go("mine", told="help_taken_back" if done else "")
    case = takeable(customer)
    if case is None:
        return page.go("mine")
    number = references.written(references.HELP, case.pk)
    return page.show("customer/help_back.html", case=case, number=number)


@customer_page
@require_http_methods(GET_OR_POST)
@with_text
def complain_back(request: HttpRequest, page: Page, message: Message) -> HttpResponse:
    """Without the secret, as complaining was: of the complaint only its number and day are shown,
    and it must be about the text in hand."""
    customer = None if is_disowned(message) else message.customer
    lately = withdrawable(customer, now=page.now) if customer else []
    about = [each for each in lately if each.message_id == message.pk]
    if request.method == "POST":
        meant = [each for each in about if each.pk == row_id(request.POST.get("complaint"))]
        if not meant:
            return page.go("answer")
        try:
            withdraw(meant[0], now=page.now)
        except Refused:
            return page.go("answer", told="not_taken_back")
        return page.go("answer", told="withdrawn", about=meant[0].number)
    if not about:
        return page.go("answer")
    return page.show("customer/complain_back.html", complaint=about[0])
