"""When I will pay: read once more before it counts, changed and taken back on the same pages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import Refused
from accounts.input.params import row_id
from accounts.models import Customer
from accounts.rules.lender_day import lender_day
from feedback import references
from feedback.pages import account_summary, actions, drafts, languages
from feedback.pages.account_summary import Owed
from feedback.pages.forms import PromiseForm
from feedback.pages.frame import Page, customer_page
from feedback.pages.front import GET_OR_POST, came_back, refuse, typed
from feedback.pages.mine import opened
from feedback.promises.limits import obstacle
from messaging.content.money import money
from messaging.models import Message


@customer_page
@require_http_methods(GET_OR_POST)
@opened
def promise(request: HttpRequest, page: Page, message: Message, customer: Customer) -> HttpResponse:
    owed = _owed(page, customer)
    said = typed(request, page, customer)
    form = _form(page, owed, said)
    if request.method != "POST":
        back = came_back(page, said)
        return page.show("customer/promise.html", form=form, owed=owed, restored=back)
    if not form.is_valid():
        return refuse(request, page, customer)
    data = form.cleaned_data
    loan = _meant(owed, data.pop("loan")).loan
    today = lender_day(page.lender, page.now)
    problem = obstacle(**data, owed=loan.amount_due, currency=loan.currency, today=today)
    if problem:
        return refuse(request, page, customer, problem)
    if "sure" not in request.POST:
        drafts.keep(customer, page.lender, form="promise", typed=request.POST, now=page.now)
        return page.go("promise_check")
    try:
        made = actions.promise(customer, message=message, loan=loan, **data, now=page.now)
    except Refused as refused:
        return refuse(request, page, customer, str(refused))
    drafts.forget(customer, page.lender, form="promise")
    number = references.written(references.PROMISE, made.pk)
    return page.go("mine", told="promised", about=number)


@customer_page
@require_safe
@opened
def promise_check(
    _request: HttpRequest, page: Page, _message: Message, customer: Customer
) -> HttpResponse:
    """The day and the amount as they were understood; they count once sent from here."""
    owed = _owed(page, customer)
    kept = drafts.kept(customer, page.lender, form="promise", now=page.now)
    form = _form(page, owed, kept) if kept else None
    if form is None or not form.is_valid():
        return page.go("promise")
    said = form.cleaned_data
    meant = _meant(owed, said["loan"])
    return page.show(
        "customer/promise_check.html",
        said=said,
        meant=meant,
        amount=money(said["amount"], currency=meant.loan.currency, language=languages.current()),
    )


@customer_page
@require_http_methods(GET_OR_POST)
@opened
def promise_back(
    request: HttpRequest, page: Page, _message: Message, customer: Customer
) -> HttpResponse:
    """Take a promise back; asked about first. A place in the list names nobody, so it may stand in
    an address."""
    owed = _owed(page, customer)
    if request.method == "POST":
        try:
            actions.take_back(
                customer, promise_id=row_id(request.POST.get("promise")), now=page.now
            )
        except Refused as refused:
            return page.refuse(str(refused))
        return page.go("mine", told="taken_back")
    standing = [(place, each) for place, each in enumerate(owed, start=1) if each.promised]
    asked = request.GET.get("n", "")
    chosen = [each for place, each in standing if str(place) == asked] or [e for _n, e in standing]
    if not chosen:
        return page.go("mine")
    return page.show("customer/promise_back.html", meant=chosen[0])


def _owed(page: Page, customer: Customer) -> list[Owed]:
    return account_summary.owed(customer, page.lender, now=page.now, language=languages.current())


def _meant(owed: list[Owed], loan_id: int) -> Owed:
    return next(each for each in owed if each.loan.pk == loan_id)


def _form(page: Page, owed: list[Owed], said: Any) -> PromiseForm:
    """Filled in for the loan asked for in the address, else the first that nothing is promised
    for."""
    asked = page.request.GET.get("n", "")
    places = [each for place, each in enumerate(owed, start=1) if str(place) == asked]
    free = [each for each in owed if each.promised is None]
    first = (places or free or owed)[0].loan if owed else None
    return PromiseForm(
        said,
        loans=[(each.loan.pk, f"{each.product} ({each.tail}) {each.amount}") for each in owed],
        today=lender_day(page.lender, page.now),
        initial={"loan": first.pk, "amount": _meant_amount(owed, first.pk)} if first else {},
    )


def _meant_amount(owed: list[Owed], loan_id: int) -> Decimal:
    """What was promised for it, since whoever comes back means to change the day; else all that
    is due."""
    about = _meant(owed, loan_id)
    promised = about.promised.amount if about.promised else None
    return promised if promised is not None else about.loan.amount_due
