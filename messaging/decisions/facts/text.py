"""From a template and a customer's rows to the text that would leave, with its segments.

Planning counts segments on it, the claim sends it: one function, so both say the same.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from accounts.models import Customer, Lender
from accounts.privacy.errors import PrivacyError
from messaging.content import segments
from messaging.content.check_code import SAMPLE
from messaging.content.chosen import NOTHING, Chosen
from messaging.content.language import foreign_parts
from messaging.content.lender_wording import Wording
from messaging.content.render import (
    BRACKETS,
    MissingValue,
    RenderError,
    full_text,
    parse,
    render,
)
from messaging.content.review import review_values
from messaging.content.shapes.shape import shape
from messaging.content.shapes.told import Told
from messaging.content.subject import ALLOWED, rendered
from messaging.content.tails import tails
from messaging.content.values import LoanText, MessageFacts, values_for
from messaging.content.wording_list import WordingList
from messaging.decisions.facts.read_back import untrue
from messaging.decisions.facts.rows import CustomerRow, LoanRow, Text
from messaging.decisions.facts.sender import Sender

SMS = "sms"
_FROM_OUTSIDE = (
    *("customer_name", "officer_name", "product", "lender", "ways_to_pay", "hotline"),
    "check_host",
)
"""Values that are free text; the others are figures, dates and sentences of ours."""


class Gap(NamedTuple):
    """Why there is no text. `missing`: values this customer lacks (`body`: it is malformed);
    `unready`: what nobody has approved of the lender in this language; `foreign`: what is written
    in another language."""

    missing: tuple[str, ...] = ()
    unready: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All of it."""
        return (*self.missing, *self.unready, *self.foreign)


NO_GAP = Gap()


def compose(
    body: str,
    *,
    customer: CustomerRow,
    loans: Sequence[LoanRow],
    sender: Sender,
    language: str,
    cause: str,
    today: date,
    check_code: str = SAMPLE,
    channel: str = SMS,
    subject: str = "",
    chosen: Chosen = NOTHING,
) -> tuple[Text | None, Gap]:
    """The text about these loans in the shape of its channel, or None and why not.

    What is read back is this text and no other: one that is to leave is composed with the 查询码
    of its own, one that is only looked at with the sample.
    """
    try:
        parsed = parse(body)
    except RenderError:
        return None, Gap(missing=("body",))
    try:
        values = told_values(
            customer=customer,
            loans=loans,
            sender=sender,
            language=language,
            cause=cause,
            today=today,
            names=(*parsed.names, *ALLOWED) if subject else parsed.names,
            check_code=check_code,
            channel=channel,
            chosen=chosen,
        )
    except PrivacyError:
        # One erased or damaged name must not end the planning of everybody else's text.
        return None, Gap(missing=("customer_name",))
    signature = sender.facts(language).signature
    if not signature:
        return None, Gap(unready=("signature",))
    try:
        text = full_text(signature, render(body, values), language=language)
        headed = rendered(subject, values)
    except MissingValue as error:
        return None, _gap(error.names, loans)
    except RenderError:
        return None, Gap(missing=("body",))
    told = {name: values[name] for name in parsed.names if name in values}
    if foreign := foreign_parts(parsed.fixed, {**told, "signature": signature}, language):
        return None, Gap(foreign=tuple(foreign))
    outside = tuple([(name, values[name]) for name in _FROM_OUTSIDE if name in values])
    wrong = untrue(
        text,
        body,
        values=values,
        loans=loans,
        products=[sender.wording.product(loan.product, language) for loan in loans],
        language=language,
        today=today,
        chosen=chosen,
    )
    if channel == SMS:
        return Text(text, segments.parts(text), outside, "check_code" in told, wrong), NO_GAP
    content = shape(
        channel,
        Told(
            text=text,
            signature=signature,
            subject=headed,
            language=language,
            link=link_to(sender),
            values=told,
            brackets=BRACKETS[language],
            open_screen=customer.open_screen,
        ),
    )
    return Text(text, 0, outside, "check_code" in told, wrong, content), NO_GAP


def link_to(sender: Sender) -> str:
    """The lender's page for customers, on its own short address."""
    lender = sender.lender
    return f"https://{lender.check_host}/c/{lender.code}/" if lender.check_host else ""


def _gap(names: Sequence[str], loans: Sequence[LoanRow]) -> Gap:
    """What the lender has to say is its own gap; a loan told without a product is the file's."""
    ours = {"lender", "ways_to_pay", "hotline", "check_host"}
    if all(loan.product for loan in loans):
        ours.add("product")
    return Gap(
        missing=tuple([name for name in names if name not in ours]),
        unready=tuple([name for name in names if name in ours]),
    )


def told_values(
    *,
    customer: CustomerRow,
    loans: Sequence[LoanRow],
    sender: Sender,
    language: str,
    cause: str,
    today: date,
    names: Collection[str] | None = None,
    check_code: str = SAMPLE,
    channel: str = SMS,
    chosen: Chosen = NOTHING,
) -> dict[str, str]:
    """The value of every placeholder (or of those in `names`) that has one. Raises PrivacyError
    when the customer's name cannot be read (erased, damaged), needed or not."""
    return values_for(
        MessageFacts(
            customer_name=Customer.name.field.open(customer.name_enc, customer.id),
            salutation=customer.salutation,
            language=language,
            lender=sender.facts(language),
            loans=_loan_texts(loans, sender.wording, language),
            today=today,
            cause=cause,
            opt_out_words=sender.opt_out_words.get(language, ""),
            check_code=check_code,
            channel=channel,
            chosen=chosen,
        ),
        names,
    )


def is_unsafe(text: Text, lender: Lender, wording_list: WordingList) -> bool:
    """Whether a value has brought into an approved text what none may say (a threat, a link)."""
    hosts = _allowed_hosts(tuple(lender.allowed_hosts))
    found = review_values(dict(text.told), wording_list, allowed_hosts=hosts)
    return any(finding.level == "block" for finding in found)


@lru_cache(maxsize=64)
def _allowed_hosts(hosts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(str.lower, hosts))


def _loan_texts(loans: Sequence[LoanRow], wording: Wording, language: str) -> tuple[LoanText, ...]:
    return tuple(
        [
            LoanText(
                product=wording.product(loan.product, language),
                loan_no_tail=tail,
                currency=loan.currency,
                amount_due=loan.amount_due,
                outstanding=loan.outstanding,
                due_date=loan.due_date,
                officer_name=loan.officer_name,
            )
            for loan, tail in zip(loans, tails([loan.loan_no for loan in loans]), strict=True)
        ]
    )
