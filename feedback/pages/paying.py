"""How to pay, in two taps: the link, or an account with amount and reference to copy; and what
the customer says they have paid already."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Customer, LoanInstalment
from accounts.rules.currencies import decimals_of
from accounts.rules.pay_links import link_problem
from feedback import references
from feedback.pages import account_summary, drafts, languages, square_code
from feedback.pages.account_summary import Owed
from feedback.pages.forms import LONGEST_WORDS
from feedback.pages.frame import Page, customer_page, page_that_copies
from feedback.pages.front import GET_OR_POST, came_back, refuse, too_often, typed
from feedback.pages.late import may_write
from feedback.pages.mine import opened
from messaging.content.payment import WaysToPay
from messaging.decisions.facts.sender import sender_of
from messaging.inbound import on_pages
from messaging.models import Message


@dataclass(frozen=True, slots=True)
class ToPay:
    """One loan and what to copy for it. `plain`: the amount as a bank's form takes it; `link`: of
    the loan's own instalment, where there is one, else the lender's."""

    place: int
    owed: Owed
    plain: str
    reference: str
    link: str


class PaidForm(forms.Form):
    """Which loan; when and how only if they like."""

    loan = forms.TypedChoiceField(
        label=gettext_lazy("What have you paid?"), coerce=int, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=gettext_lazy("When and how did you pay? (you need not say)"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@page_that_copies
@require_safe
@opened
def pay(request: HttpRequest, page: Page, _message: Message, customer: Customer) -> HttpResponse:
    """Link, account, app and branch, for one loan at a time."""
    chosen, others = _chosen(request, page, customer)
    if chosen is None:
        return page.go("mine")
    return page.show(
        "customer/pay.html", chosen=chosen, others=others, ways=_ways(page), places=_places(page)
    )


@customer_page
@require_safe
@opened
def pay_code(
    request: HttpRequest, page: Page, _message: Message, customer: Customer
) -> HttpResponse:
    """The link as a square code, for a telephone held before this screen."""
    chosen, _others = _chosen(request, page, customer)
    if chosen is None or not chosen.link:
        return page.go("mine")
    return page.show("customer/pay_code.html", chosen=chosen, code=square_code.drawn(chosen.link))


@customer_page
@require_http_methods(GET_OR_POST)
@opened
def paid(request: HttpRequest, page: Page, message: Message, customer: Customer) -> HttpResponse:
    """“I have paid”: no reminder until somebody has checked it, three days at most."""
    owed = _owed(page, customer)
    if not owed:
        return page.go("mine")
    said = typed(request, page, customer)
    form = PaidForm(said, initial={"loan": owed[0].loan.pk})
    form.fields["loan"].choices = [  # type: ignore[attr-defined]
        (each.loan.pk, f"{each.product} ({each.tail}) {each.amount}") for each in owed
    ]
    if request.method != "POST":
        return page.show("customer/paid.html", form=form, restored=came_back(page, said))
    if not form.is_valid():
        return refuse(request, page, customer)
    if not may_write(message, now=page.now):
        return too_often(request, page, customer)
    about = next(each for each in owed if each.loan.pk == form.cleaned_data["loan"])
    said_so = on_pages.say_paid(
        customer,
        loan=about.loan,
        message=message,
        said=_("I have paid: %(product)s (%(tail)s), %(amount)s.")
        % {"product": about.product, "tail": about.tail, "amount": about.amount},
        words=form.cleaned_data["words"],
        now=page.now,
    )
    drafts.forget(customer, page.lender, form="paid")
    number = references.written(references.PAID, said_so.pk)
    return page.go("mine", told="paid", about=number)


def _chosen(
    request: HttpRequest, page: Page, customer: Customer
) -> tuple[ToPay | None, list[ToPay]]:
    """The loan at the place that was asked for, and the others. A place in the list names nobody,
    so it may stand in an address."""
    ways = _ways(page)
    hosts = page.lender.allowed_hosts
    owed = enumerate(_owed(page, customer), start=1)
    each = [to_pay(one, place, ways, hosts) for place, one in owed]
    asked = request.GET.get("n", "")
    chosen = next((one for one in each if str(one.place) == asked), each[0] if each else None)
    return chosen, [one for one in each if one is not chosen]


def to_pay(owed: Owed, place: int, ways: WaysToPay, hosts: Collection[str]) -> ToPay:
    loan = owed.loan
    own = _pay_with(owed, hosts)
    return ToPay(
        place=place,
        owed=owed,
        plain=f"{loan.amount_due:.{decimals_of(loan.currency)}f}",
        reference=own if own and not own.startswith("https:") else loan.loan_no,
        link=own if own.startswith("https:") else ways.link,
    )


def _pay_with(owed: Owed, hosts: Collection[str]) -> str:
    """The link or code of the one instalment that is due; of several none pays all. A link leads
    to a host that is the lender's today, or is none."""
    if len(owed.parts) != 1:
        return ""
    said = LoanInstalment.pay_with.field.readable(owed.parts[0].instalment) or ""
    return "" if said.startswith("https:") and link_problem(said, hosts) else said


def _owed(page: Page, customer: Customer) -> list[Owed]:
    return account_summary.owed(customer, page.lender, now=page.now, language=languages.current())


def _ways(page: Page) -> WaysToPay:
    return sender_of(page.lender, page.now).wording.payment


def _places(page: Page) -> list[tuple[str, str]]:
    """App and branch, as far as they are said in this page's language."""
    ways, language = _ways(page), languages.current()
    said = [(_("In the app"), "app"), (_("At a branch"), "branch")]
    return [(label, words) for label, way in said if (words := ways.words(way, language))]
