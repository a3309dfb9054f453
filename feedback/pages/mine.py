"""My reminders: behind the secret. What is owed, what was sent, wishes, a promise, help."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.contact import consents
from accounts.contact.ways import ways_of
from accounts.contact.wishes import wishes_of
from accounts.errors import Refused
from accounts.input.network import network_of
from accounts.input.params import row_id
from accounts.models import Customer
from feedback import references
from feedback.hardship.taking_back import takeable
from feedback.models import Survey
from feedback.pages import account_summary, actions, drafts, languages, one_time, secret, throttle
from feedback.pages.forms import (
    OneTimeForm,
    ReviewForm,
    SecretForm,
    SurveyForm,
    WishesForm,
)
from feedback.pages.frame import Page, customer_page
from feedback.pages.front import (
    GET_OR_POST,
    came_back,
    refuse,
    too_often,
    typed,
    with_text,
)
from feedback.pages.late import is_disowned, may_write
from feedback.surveys import service as surveys
from messaging.models import Message

Own = Callable[[HttpRequest, Page, Message, Customer], HttpResponse]


@customer_page
@require_http_methods(GET_OR_POST)
@with_text
def door(request: HttpRequest, page: Page, message: Message) -> HttpResponse:
    """A code by text, or the secret; a few wrong ones shut the door for a day."""
    customer = message.customer
    if customer is None or is_disowned(message):
        return page.go("answer")
    if page.visit and page.visit.opened:
        return page.go("mine")
    if "ask" in request.POST:
        return _ask_for_code(request, page, message, customer)
    if "code" in request.POST:
        return _by_code(request, page, message, customer)
    return _by_secret(request, page, message, customer)


def _too_many_tries(page: Page) -> HttpResponse:
    said = _("Too many tries. Please wait a while, or call us.")
    return page.refuse(said, form="code_form", status=429)


def _ask_for_code(
    request: HttpRequest, page: Page, message: Message, customer: Customer
) -> HttpResponse:
    try:
        one_time.ask(customer, message=message, network=network_of(request), now=page.now)
    except one_time.TooOften:
        return _too_many_tries(page)
    return page.go("door", told="code_asked")


def _by_code(
    request: HttpRequest, page: Page, message: Message, customer: Customer
) -> HttpResponse:
    form = OneTimeForm(request.POST)
    if not form.is_valid():
        return page.refuse(str(form.errors["code"][0]), form="code_form", about="code")
    place = [(throttle.SECRETS_FROM_AN_ADDRESS, network_of(request))]
    typed = form.cleaned_data["code"]
    if not throttle.within_limits(place, now=page.now):
        return _too_many_tries(page)
    if one_time.enter(customer, message=message, typed=typed, now=page.now):
        return page.go("mine", opened=True)
    said = _("This code is not right, was used already, or is too old.")
    return page.refuse(said, form="code_form")


def _by_secret(
    request: HttpRequest, page: Page, message: Message, customer: Customer
) -> HttpResponse:
    if request.method != "POST":
        return page.show(
            "customer/door.html",
            form=SecretForm(),
            code_form=OneTimeForm(),
            no_secret=customer.id_last4_hash is None,
        )
    form = SecretForm(request.POST)
    if not form.is_valid():
        return page.refuse(str(form.errors["secret"][0]), about="secret")
    place = [(throttle.SECRETS_FROM_AN_ADDRESS, network_of(request))]
    if not throttle.within_limits(place, now=page.now):
        outcome = secret.Outcome.LOCKED
    else:
        typed = form.cleaned_data["secret"]
        outcome = secret.enter(customer, message=message, typed=typed, now=page.now)
    if outcome == secret.Outcome.RIGHT:
        return page.go("mine", opened=True)
    status = 200 if outcome in (secret.Outcome.WRONG, secret.Outcome.NONE) else 429
    return page.refuse(_WHY[outcome](), status=status)


_WHY: dict[str, Callable[[], str]] = {
    secret.Outcome.WRONG: lambda: _("That is not what we have on file. Please look again."),
    secret.Outcome.LASTING: lambda: _(
        "Too many wrong tries. For your protection this page is closed; please call us to open it."
    ),
    secret.Outcome.BUSY: lambda: _("This cannot be checked at the moment. Please call us."),
    secret.Outcome.LOCKED: lambda: _(
        "Too many wrong tries. This page stays closed for a day; please call us."
    ),
    secret.Outcome.NONE: lambda: _("We cannot open this page for you. Please call us."),
}


def opened(view: Own) -> Callable[..., HttpResponse]:
    """Only behind the secret."""

    @wraps(view)
    def guarded(request: HttpRequest, page: Page, message: Message) -> HttpResponse:
        if message.customer is None or not (page.visit and page.visit.opened):
            return page.go("door")
        if is_disowned(message):
            return page.go("answer")
        return view(request, page, message, message.customer)

    return with_text(guarded)


@customer_page
@require_safe
@opened
def mine(_request: HttpRequest, page: Page, _message: Message, customer: Customer) -> HttpResponse:
    hardship = account_summary.open_hardship(customer)
    owed = account_summary.owed(customer, page.lender, now=page.now, language=languages.current())
    about = page.visit.about if page.visit else ""
    return page.show(
        "customer/mine.html",
        owed=owed,
        just_promised=next((each for each in owed if each.promise_number == about), None),
        complaints=account_summary.open_complaints(customer),
        answered=account_summary.answered_complaints(customer, page.lender, page.now),
        hardship=hardship,
        may_take_back=hardship is not None and takeable(customer) is not None,
        help_number=references.written(references.HELP, hardship.pk) if hardship else "",
        survey=surveys.open_survey(customer, page.now, lender=page.lender),
        kept=drafts.forms_kept(customer, page.lender, page.now),
    )


@customer_page
@require_safe
@opened
def texts(request: HttpRequest, page: Page, _message: Message, customer: Customer) -> HttpResponse:
    found = account_summary.texts(customer, page.lender, before=row_id(request.GET.get("before")))
    shown = found[: account_summary.TEXTS_ON_A_PAGE]
    older = shown[-1].message.pk if len(found) > len(shown) else None
    return page.show("customer/texts.html", texts=shown, older=older)


@customer_page
@require_http_methods(GET_OR_POST)
@opened
def wishes(request: HttpRequest, page: Page, message: Message, customer: Customer) -> HttpResponse:
    standing = consents.in_force(customer, consents.NIGHT)
    initial = {
        "hours": customer.wished_hours,
        "channel": customer.wished_channel,
        "language": customer.wished_language,
        "night": "yes" if standing is not None and not standing.waits else "no",
        "lock_screen": "yes"
        if (seen := consents.in_force(customer, consents.LOCK_SCREEN)) and not seen.waits
        else "no",
        "education": "yes" if consents.in_force(customer, consents.EDUCATION) else "no",
    }
    said = typed(request, page, customer)
    form = WishesForm(
        said,
        initial=initial,
        ways=ways_of(customer, page.now),
        languages=account_summary.languages(page.lender, page.now),
        # What stands can be taken back, whatever the policy says by now.
        night=standing is not None or account_summary.night_is_theirs(page.lender, page.now),
        app=seen is not None or account_summary.has_app(customer),
    )
    if request.method != "POST":
        unkept = [wish.said for wish in wishes_of(customer, page.now) if not wish.kept]
        shown: dict[str, Any] = {
            "form": form,
            "unkept": unkept,
            "restored": came_back(page, said),
        }
        return page.show("customer/wishes.html", **shown)
    if not form.is_valid():
        return refuse(request, page, customer)
    actions.wish(customer, message=message, **form.cleaned_data, now=page.now)
    drafts.forget(customer, page.lender, form="wishes")
    return page.go("mine", told="wished")


@customer_page
@require_http_methods(GET_OR_POST)
@opened
def ask_for_review(
    request: HttpRequest, page: Page, message: Message, customer: Customer
) -> HttpResponse:
    """A second look at a complaint of one's own, by another person."""
    answered = {
        each.pk: each
        for each in account_summary.answered_complaints(customer, page.lender, page.now)
    }
    if not answered:
        return page.go("mine")
    said = typed(request, page, customer)
    form = ReviewForm(
        said,
        complaints=[
            (pk, f"{each.number} · {each.get_category_display()}") for pk, each in answered.items()
        ],
        initial={"complaint": next(iter(answered))},
    )
    if request.method != "POST":
        return page.show("customer/review.html", form=form, restored=came_back(page, said))
    if not form.is_valid():
        return refuse(request, page, customer)
    if not may_write(message, now=page.now):
        return too_often(request, page, customer)
    complaint = answered[form.cleaned_data["complaint"]]
    try:
        actions.ask_for_review(complaint, words=form.cleaned_data["words"], now=page.now)
    except Refused as refused:
        return refuse(request, page, customer, str(refused))
    drafts.forget(customer, page.lender, form="review")
    return page.go("mine", told="review_asked", about=complaint.number)


@customer_page
@require_POST
def leave(_request: HttpRequest, page: Page) -> HttpResponse:
    return page.leave()


@customer_page
@require_http_methods(GET_OR_POST)
@with_text
def survey(request: HttpRequest, page: Page, message: Message) -> HttpResponse:
    """One question; it needs no secret, since it reveals nothing."""
    customer = None if is_disowned(message) else message.customer
    asked = customer and surveys.open_survey(customer, page.now, lender=page.lender)
    if not customer or not asked:
        return page.go("answer")
    said = typed(request, page, customer)
    form = SurveyForm(said)
    if request.method != "POST":
        return page.show("customer/survey.html", form=form, restored=came_back(page, said))
    if not form.is_valid():
        return refuse(request, page, customer)
    surveys.rate(asked, **form.cleaned_data, via=Survey.Via.PAGE, now=page.now)
    drafts.forget(customer, page.lender, form="survey")
    return page.go("answer", told="rated")
