"""From a template and a customer's rows to the text that would leave, with its segments.

Planning counts segments on it, the claim sends it: one function, so both say the same.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from accounts.keys import keyring
from accounts.models import Lender
from accounts.privacy import PrivacyError
from messaging.content import segments
from messaging.content.check_code import SAMPLE
from messaging.content.lexicon import Lexicon
from messaging.content.render import MissingValue, RenderError, full_text, parse, render
from messaging.content.review import review_values
from messaging.content.tails import tails
from messaging.content.values import LenderFacts, LoanText, MessageFacts, values_for
from messaging.decisions.facts.read_back import untrue

if TYPE_CHECKING:
    from messaging.decisions.facts.rows import CustomerRow, LoanRow

_FROM_OUTSIDE = ("customer_name", "product", "lender", "ways_to_pay", "hotline", "check_host")
"""Values that are free text; the others are figures, dates and sentences of ours."""


class Text(NamedTuple):
    """The whole text as received, how many SMS it costs, and what people or files put into it."""

    text: str
    segments: int
    told: tuple[tuple[str, str], ...] = ()
    coded: bool = False
    """It names a 查询码."""

    untrue: tuple[str, ...] = ()
    """What it says otherwise than the ledger, read back; such a text never leaves."""

    def with_code(self, code: str) -> Text:
        """The text with this code where the sample stood; every code costs the same."""
        return self._replace(text=self.text.replace(SAMPLE, code))


def compose(
    body: str,
    *,
    customer: CustomerRow,
    loans: Sequence[LoanRow],
    lender: Lender,
    language: str,
    cause: str,
    today: date,
) -> tuple[Text | None, tuple[str, ...]]:
    """The text about these loans, or None and what is missing (`body`: it is malformed).

    For a 查询码 the sample stands in it, until the claim gives the text a code of its own.
    """
    try:
        names = parse(body).names
    except RenderError:
        return None, ("body",)
    try:
        values = told_values(
            customer=customer,
            loans=loans,
            lender=lender,
            language=language,
            cause=cause,
            today=today,
            names=names,
        )
    except PrivacyError:
        # One erased or damaged name must not end the planning of everybody else's text.
        return None, ("customer_name",)
    try:
        text = full_text(lender.signature, render(body, values), language=language)
    except MissingValue as error:
        return None, tuple(error.names)
    except RenderError:
        return None, ("body",)
    told = tuple([(name, values[name]) for name in _FROM_OUTSIDE if name in values])
    wrong = untrue(text, body, values=values, loans=loans, language=language, today=today)
    return Text(text, segments.count(text).segments, told, "check_code" in names, wrong), ()


def told_values(
    *,
    customer: CustomerRow,
    loans: Sequence[LoanRow],
    lender: Lender,
    language: str,
    cause: str,
    today: date,
    names: Collection[str] | None = None,
) -> dict[str, str]:
    """The value of every placeholder (or of those in `names`) that has one. Raises PrivacyError
    when the customer's name cannot be read (erased, damaged), needed or not."""
    return values_for(
        MessageFacts(
            customer_name=keyring().decrypt(customer.name_enc, "customer.name"),
            salutation=customer.salutation,
            language=language,
            lender=lender_facts(lender, language),
            loans=_loan_texts(loans),
            today=today,
            cause=cause,
        ),
        names,
    )


def is_unsafe(text: Text, lender: Lender, lexicon: Lexicon) -> bool:
    """Whether a value has brought into an approved text what none may say (a threat, a link)."""
    hosts = _allowed_hosts(tuple(lender.allowed_hosts))
    found = review_values(dict(text.told), lexicon, allowed_hosts=hosts)
    return any(finding.level == "block" for finding in found)


@lru_cache(maxsize=64)
def _allowed_hosts(hosts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(str.lower, hosts))


def lender_facts(lender: Lender, language: str) -> LenderFacts:
    """Who writes, in the language of the message."""
    english = language == "en"
    return _lender_facts(
        name=lender.name_en if english else lender.name,
        signature=lender.signature,
        hotline=lender.hotline,
        ways_to_pay=lender.ways_to_pay_en if english else lender.ways_to_pay,
        check_host=lender.check_host,
    )


_lender_facts = lru_cache(maxsize=64)(LenderFacts)


def _loan_texts(loans: Sequence[LoanRow]) -> tuple[LoanText, ...]:
    return tuple(
        [
            LoanText(
                product=loan.product,
                loan_no_tail=tail,
                currency=loan.currency,
                amount_due=loan.amount_due,
                outstanding=loan.outstanding,
                due_date=loan.due_date,
            )
            for loan, tail in zip(loans, tails([loan.loan_no for loan in loans]), strict=True)
        ]
    )
