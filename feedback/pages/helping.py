"""Asking for help: read once more before it counts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import Refused
from accounts.models import Customer
from feedback import references
from feedback.models import Need
from feedback.pages import actions, drafts
from feedback.pages.forms import HelpForm
from feedback.pages.frame import Page, customer_page
from feedback.pages.front import GET_OR_POST, came_back, refuse, too_often, typed
from feedback.pages.late import may_write
from feedback.pages.mine import opened
from messaging.models import Message


@customer_page
@require_http_methods(GET_OR_POST)
@opened
def ask_for_help(
    request: HttpRequest, page: Page, message: Message, customer: Customer
) -> HttpResponse:
    said = typed(request, page, customer)
    form = HelpForm(said)
    if request.method != "POST":
        return page.show("customer/help.html", form=form, restored=came_back(page, said))
    if not form.is_valid():
        return refuse(request, page, customer)
    if "sure" not in request.POST:
        drafts.keep(customer, page.lender, form="help", typed=request.POST, now=page.now)
        return page.go("help_check")
    if not may_write(message, now=page.now):
        return too_often(request, page, customer)
    try:
        case = actions.ask_for_help(customer, message=message, **form.cleaned_data, now=page.now)
    except Refused as refused:
        return refuse(request, page, customer, str(refused))
    drafts.forget(customer, page.lender, form="help")
    number = references.written(references.HELP, case.pk)
    return page.go("mine", told="asked", about=number)


@customer_page
@require_safe
@opened
def help_check(
    _request: HttpRequest, page: Page, _message: Message, customer: Customer
) -> HttpResponse:
    """A second look at what was ticked and written; sent from here to the form's page."""
    form = HelpForm(drafts.kept(customer, page.lender, form="help", now=page.now) or None)
    if not form.is_valid():
        return page.go("help")
    labels = dict(Need.choices)
    needs = [(code, labels[code]) for code in form.cleaned_data["needs"]]
    return page.show("customer/help_check.html", form=form, needs=needs)
