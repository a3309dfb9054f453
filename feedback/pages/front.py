"""The first door and what needs no secret: is it you, opt out, not me, complain."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import Refused
from accounts.input.network import network_of
from accounts.models import Customer
from feedback.complaints import opening
from feedback.complaints.withdrawing import withdrawable
from feedback.models import Complaint
from feedback.pages import account_summary, actions, drafts, late
from feedback.pages.checking import TooManyTries, check, message_of
from feedback.pages.forms import NO_CODE, OFFERED, CheckForm, ComplaintForm
from feedback.pages.frame import Page, customer_page
from feedback.pages.late import is_disowned, may_write
from feedback.pages.visit import Visit, begin
from feedback.surveys import service as surveys
from messaging.models import Message

GET_OR_POST = ["GET", "HEAD", "POST"]
Act = Callable[[HttpRequest, Page, Message], HttpResponse]


@customer_page
@require_http_methods(GET_OR_POST)
def check_page(request: HttpRequest, page: Page) -> HttpResponse:
    """Code and number in, yes or no on the next page."""
    if request.method != "POST":
        before = page.refused.typed if page.refused else None
        return page.show("customer/check.html", form=CheckForm(before))
    form = CheckForm(request.POST)
    typed = {name: request.POST.get(name, "") for name in form.fields}
    if not form.is_valid():
        return page.refuse(typed=typed)
    read, digits = form.cleaned_data["code"], form.cleaned_data["digits"]
    network = network_of(request)
    try:
        found = check(page.lender, code=read.code, digits=digits, network=network, now=page.now)
    except TooManyTries:
        said = _("Too many tries. Please wait a while, or call us.")
        return page.refuse(said, typed=typed, status=429)
    if found is None and not read.sure:
        return page.refuse(str(NO_CODE), about="code", typed=typed)
    visit = begin(
        lender_id=page.lender.pk, message_id=found.message_id if found else None, now=page.now
    )
    looked_up = "" if found else f"{read.code[:4]} {read.code[4:]} · {digits}"
    return page.go("answer", visit=visit, about=looked_up)


def _not_found(visit: Visit) -> dict[str, str]:
    """What was looked for in vain a moment ago: mostly one sign of it is to be mended."""
    code, _dot, digits = visit.about.partition(" · ")
    return {"code": code, "digits": digits}


@customer_page
@require_safe
def accessibility(_request: HttpRequest, page: Page) -> HttpResponse:
    """The accessibility statement of these pages."""
    return page.show("customer/accessibility.html")


@customer_page
@require_safe
def answer(_request: HttpRequest, page: Page) -> HttpResponse:
    """Yes or no, when it was sent, and the official ways to reach the lender."""
    if page.visit is None:
        return page.lapse(kept=False) if page.lapsed else page.leave()
    message = message_of(page.visit.message_id, page.lender)
    if message is None:
        return page.show("customer/no.html", form=CheckForm(initial=_not_found(page.visit)))
    disowned = is_disowned(message)
    customer = None if disowned else message.customer
    survey = customer and surveys.open_survey(customer, page.now, lender=page.lender)
    return page.show(
        "customer/yes.html",
        message=message,
        stopped=account_summary.is_stopped(message),
        mendable=actions.can_opt_in_again(message, now=page.now),
        disowned=disowned,
        survey=survey,
        kept=drafts.forms_kept(customer, page.lender, page.now) if customer else [],
        complaint=_just_made(page, customer),
        withdrawable=customer is not None
        and any(each.message_id == message.pk for each in withdrawable(customer, now=page.now)),
    )


def _just_made(page: Page, customer: Customer | None) -> Complaint | None:
    """The complaint that this page confirms."""
    if page.visit is None or page.visit.told != "complained" or customer is None:
        return None
    return Complaint.objects.filter(customer=customer, number=page.visit.about).first()


def with_text(view: Act) -> Callable[..., HttpResponse]:
    """Only for whoever has shown a text of ours; others begin at the first page."""

    @wraps(view)
    def guarded(request: HttpRequest, page: Page) -> HttpResponse:
        message = message_of(page.visit.message_id, page.lender) if page.visit else None
        if message is not None:
            return view(request, page, message)
        if page.lapsed:
            return page.lapse(kept=late.keep(request, page.lender, page.lapsed, now=page.now))
        return page.leave()

    return guarded


def typed(request: HttpRequest, page: Page, customer: Customer | None) -> QueryDict | None:
    """What a form holds: what came in, or what was kept of it before; None: nothing."""
    if request.method == "POST":
        return request.POST
    form = request.resolver_match.url_name if request.resolver_match else None
    if customer is None or not form:
        return None
    kept = drafts.kept(customer, page.lender, form=form, now=page.now)
    return QueryDict() if kept is None and page.refused else kept


def came_back(page: Page, said: QueryDict | None) -> bool:
    """Whether a form is shown with what came in before, and not a moment ago."""
    return said is not None and page.request.method != "POST" and page.refused is None


def refuse(
    request: HttpRequest, page: Page, customer: Customer, said: str = "", *, status: int = 200
) -> HttpResponse:
    """The form again, with what was written kept for its customer until it is sent."""
    form = request.resolver_match.url_name if request.resolver_match else None
    if form in drafts.FORMS and drafts.is_written(request.POST):
        drafts.keep(customer, page.lender, form=form, typed=request.POST, now=page.now)
    return page.refuse(said, status=status)


def too_often(request: HttpRequest, page: Page, customer: Customer) -> HttpResponse:
    said = _("You have written often today. Please call us.")
    return refuse(request, page, customer, said, status=429)


@customer_page
@require_http_methods(GET_OR_POST)
@with_text
def opt_out(request: HttpRequest, page: Page, message: Message) -> HttpResponse:
    """Asked about first: a finger that slips stops nothing."""
    if request.method != "POST":
        return page.show("customer/sure.html", what="opt_out")
    actions.opt_out(message, now=page.now)
    return page.go("answer", told="opted_out")


@customer_page
@require_http_methods(GET_OR_POST)
@with_text
def undo(request: HttpRequest, page: Page, message: Message) -> HttpResponse:
    """Texts again, where they were stopped here by a slip of the finger a moment ago."""
    mended = request.method == "POST" and actions.opt_in_again(message, now=page.now)
    return page.go("answer", told="opted_in" if mended else "")


@customer_page
@require_http_methods(GET_OR_POST)
@with_text
def not_me(request: HttpRequest, page: Page, message: Message) -> HttpResponse:
    """Asked about first: it shuts the page of whoever has the number."""
    if request.method != "POST":
        return page.show("customer/sure.html", what="not_me")
    actions.not_me(message, now=page.now)
    return page.go("answer", told="not_me", opened=False)


@customer_page
@require_http_methods(GET_OR_POST)
@with_text
def complain(request: HttpRequest, page: Page, message: Message) -> HttpResponse:
    customer = message.customer
    said = typed(request, page, customer)
    form = ComplaintForm(said)
    if request.method != "POST":
        return page.show("customer/complain.html", form=form, restored=came_back(page, said))
    if customer is None:
        hotline = {"hotline": page.lender.hotline}
        return page.refuse(_("We cannot take a complaint here. Call us: %(hotline)s") % hotline)
    if not form.is_valid():
        return refuse(request, page, customer)
    if "sure" not in request.POST:
        drafts.keep(customer, page.lender, form="complain", typed=request.POST, now=page.now)
        return page.go("complain_check")
    if not may_write(message, now=page.now):
        return too_often(request, page, customer)
    try:
        made = actions.complain(customer, message=message, **form.cleaned_data, now=page.now)
    except Refused as refused:
        return refuse(request, page, customer, str(refused))
    drafts.forget(customer, page.lender, form="complain")
    return page.go("answer", told="complained", about=made.number)


@customer_page
@require_safe
@with_text
def complain_check(_request: HttpRequest, page: Page, message: Message) -> HttpResponse:
    """A second look at what was written, before it is logged; sent from here to the form's page."""
    customer = message.customer
    kept = customer and drafts.kept(customer, page.lender, form="complain", now=page.now)
    form = ComplaintForm(kept or None)
    if not form.is_valid():
        return page.go("complain")
    return page.show(
        "customer/complain_check.html",
        form=form,
        about_what=dict(OFFERED)[form.cleaned_data["category"]],
        answer_by=opening.answer_by(message.lender, page.now),
    )
