"""What the product writes to such a customer: planned, then decided and written on the day."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from accounts.models import Customer as CustomerOnFile, Lender
from messaging import library
from messaging.content.lender_wording import LenderText, Wording
from messaging.decisions.facts.answering import loans_of_text
from messaging.decisions.facts.loans import Reminders
from messaging.decisions.facts.rows import CustomerRow, LoanRow
from messaging.decisions.facts.sender import Sender
from messaging.decisions.facts.text import compose
from messaging.models import TemplateVersion
from messaging.planning.choose import Choice, Wordings, choose, staged
from messaging.policy import profiles
from messaging.policy.facts import ContactFacts, LoanFacts
from messaging.policy.model import Policy
from messaging.policy.rules.loans import named_loans
from tests.one_truth.portfolios import WAYS_TO_PAY, Customer, Debt


class Written(NamedTuple):
    """A text as it would leave; `booked` are the loans it would be booked for, `untrue` what the
    product's own reading finds wrong with it."""

    text: str
    booked: frozenset[int]
    language: str
    untrue: tuple[str, ...]


def reminder(customer: Customer) -> Written | None:
    """The day's reminder; None when no loan is left to be named by the time it is sent."""
    choice = _choice(customer)
    if choice.version is None:
        return None
    by_id = {debt.pk: debt for debt in customer.debts}
    facts = ContactFacts(
        channel="sms",
        zones=(),
        loans=tuple(
            LoanFacts(
                loan_id=place.loan_id,
                stage_planned=place.stage,
                occurrence=place.occurrence,
                due_date=by_id[place.loan_id].day,
                amount_due=by_id[place.loan_id].due,
                currency=by_id[place.loan_id].currency,
                as_of=customer.moment,
            )
            for place in choice.staged
        ),
        contact_point=None,
        template=None,
    )
    named = [loan.loan_id for loan in named_loans(facts, _policy(), customer.moment)]
    if not named:
        return None
    rows = [_row(by_id[pk], customer, now=True) for pk in named]
    return _written(choice.version.body, rows, choice.language, customer)


def answers(customer: Customer) -> list[Written]:
    """What an agent could send, and the scripts of calls."""
    rows = [_row(debt, customer, now=True) for debt in customer.debts]
    written = []
    for each in _answers(customer.language):
        named = loans_of_text(each.body, rows, customer.sent_on)
        if named:
            written.append(_written(each.body, list(named), customer.language, customer))
    return [each for each in written if each is not None]


def _written(body: str, rows: list[LoanRow], language: str, customer: Customer) -> Written | None:
    text, _missing = compose(
        body,
        customer=_customer_row(customer),
        loans=rows,
        sender=_sender(),
        language=language,
        cause=customer.cause,
        today=customer.sent_on,
    )
    if text is None:
        return None
    booked = frozenset(row.id for row in rows if row.id)
    return Written(text.text, booked, language, text.untrue)


def _choice(customer: Customer) -> Choice:
    rows = [_row(debt, customer, now=False) for debt in customer.debts]
    reminded = {
        staged(row, customer.today, _policy()): {1}
        for row, debt in zip(rows, customer.debts, strict=True)
        if debt.reminded
    }
    return choose(
        customer=_customer_row(customer),
        loans=rows,
        day=customer.today,
        policy=_policy(),
        wordings=_wordings(),
        reminders=Reminders(reminded),
        salt="anhe",
    )


def _row(debt: Debt, customer: Customer, *, now: bool) -> LoanRow:
    return LoanRow(
        id=debt.pk,
        customer_id=1,
        loan_no=debt.number,
        product=debt.product,
        currency=debt.currency,
        outstanding=debt.outstanding,
        amount_due=debt.due if now else debt.planned,
        due_date=debt.day,
        as_of=customer.moment,
        instalments_paid=10,
        instalments_paid_late=customer.late,
        cause=customer.cause,
    )


def _customer_row(customer: Customer) -> CustomerRow:
    return CustomerRow(
        id=1,
        customer_no="C1",
        name_enc=_sealed(customer.name),
        salutation=customer.salutation,
        language=customer.language,
        zones=(),
        wished_hours="",
        wished_channel="",
        missed_at=None,
        night_consent=False,
        electronic_consent=False,
    )


@cache
def _sealed(name: str) -> bytes:
    return CustomerOnFile.name.field.seal(name, 1)


@cache
def _policy() -> Policy:
    return profiles.load("cn")


@cache
def _sender() -> Sender:
    lender = Lender(code="anhe", name="安和", hotline="400-600-0000", check_host="anhe.example")
    text = LenderText(name="安和消费金融", signature="安和", ways_to_pay=WAYS_TO_PAY["zh-hans"])
    traditional = LenderText(
        name="安和消費金融", signature="安和", ways_to_pay=WAYS_TO_PAY["zh-hant"]
    )
    english = LenderText(name="Anhe Finance", signature="Anhe", ways_to_pay=WAYS_TO_PAY["en"])
    return Sender(
        lender, Wording({"zh-hans": text, "zh-hant": traditional, "en": english}, products={})
    )


@cache
def _wordings() -> Wordings:
    """The whole shipped library in force, one template a cell."""
    cells: dict[tuple[str, str, str], int] = {}
    versions: dict[tuple[int, str], TemplateVersion] = {}
    for language in library.LANGUAGES:
        for text in library.load_all(language):
            cell = (text.stage, text.tone, text.cause)
            template = cells.setdefault(cell, len(cells) + 1)
            versions[template, language] = TemplateVersion(
                pk=len(versions) + 1, template_id=template, language=language, body=text.body
            )
    return Wordings(cells, versions)


@lru_cache
def _answers(language: str) -> list[library.StarterTemplate]:
    return [*library.load_answers(language), *library.load_notices(language)]
