"""The facts of one message, and the value each placeholder gets from them."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from accounts.privacy.masks import mask_name
from messaging.content.check_code import SAMPLE
from messaging.content.chosen import NOTHING, Chosen
from messaging.content.language import is_written_in
from messaging.content.money import money
from messaging.content.names import OFFICER, officer_of, salutation_for
from messaging.content.nothing import says_nothing
from messaging.content.phrases import CAUSE_SENTENCES, MONTHS, how_to_stop
from messaging.content.several import Kind, OfTheEarliest, Sum

TAILS_TOLD = 6
"""Loan numbers of this many loans are told; who has more reads how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LenderFacts:
    """Who writes. Texts are in the language of the message; an empty one counts as missing."""

    name: str
    signature: str
    hotline: str
    ways_to_pay: str
    check_host: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanText:
    """One loan as the text tells it. ``days_overdue`` None: counted from ``due_date``."""

    product: str
    loan_no_tail: str
    currency: str
    amount_due: Decimal
    outstanding: Decimal
    due_date: date
    days_overdue: int | None = None
    officer_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFacts:
    """Everything a text may say. ``language``: zh-hans, zh-hant or en; ``today`` is the
    recipient's date; ``chosen``: what an agent chose for this one answer."""

    customer_name: str = field(repr=False)
    language: str
    lender: LenderFacts
    loans: tuple[LoanText, ...]
    today: date
    salutation: str = field(default="", repr=False)
    cause: str = "unknown"
    opt_out_words: str = ""
    channel: str = "sms"
    check_code: str = field(default=SAMPLE, repr=False)
    chosen: Chosen = NOTHING


def values_for(facts: MessageFacts, names: Collection[str] | None = None) -> dict[str, str]:
    """The values of all standard placeholders, or of those in ``names``; what has none (days
    overdue before the due date, the amount of a settled loan) is absent, so a text that needs it
    is not sent.

    Several loans share one text: amounts add up, the one due first leads (its product, due date
    and days), and ``render`` says what is a sum and what is true of the earliest only. Loans of
    different currency or standing have no figures in common: all of those are absent.
    ``salutation`` and ``cause_sentence`` may be empty: they are optional placeholders. ValueError
    without any loan.
    """
    if not facts.loans:
        raise ValueError("a message needs at least one loan")
    told = _Told(facts, _name(facts.customer_name, facts.language), lead_loan(facts.loans))
    add_up = len(facts.loans) == 1 or _add_up(facts)
    values = {}
    for name in _VALUES if names is None else names:
        if (value_of := _VALUES.get(name)) and (add_up or name not in _FIGURES):
            value = value_of(told)
            if value or name in _MAY_BE_EMPTY:
                values[name] = value
    return values


def _add_up(facts: MessageFacts) -> bool:
    """Whether the loans are of one currency and one standing (overdue, due today, due later)."""
    days = [_days(loan, facts.today) for loan in facts.loans]
    standings = {(day > 0) - (day < 0) for day in days}
    return len(standings) == 1 and len({loan.currency for loan in facts.loans}) == 1


_MAY_BE_EMPTY = {"salutation", "cause_sentence"}


_ADDRESSED = {"en": "Customer"}


def _name(raw: str, language: str) -> str:
    """Empty for what a system writes where it knows no name.

    A name in Chinese characters is not spelt for its bearer, who may be Wong or Huang; an English
    text addresses them without it.
    """
    name = raw.strip()
    if says_nothing(name):
        return ""
    return name if is_written_in(name, language) else _ADDRESSED.get(language, name)


def lead_loan(loans: Iterable[LoanText]) -> LoanText:
    """The loan that was due first; of equals the one with the most to pay."""
    loans = tuple(loans)
    if len(loans) == 1:
        return loans[0]
    return min(loans, key=lambda loan: (loan.due_date, -loan.amount_due, loan.loan_no_tail))


class _Told(NamedTuple):
    """What a value is made from. ``lead`` is the loan that leads."""

    facts: MessageFacts
    name: str
    lead: LoanText

    @property
    def overdue(self) -> int:
        """Days, positive when overdue, negative before the due date."""
        return _days(self.lead, self.facts.today)

    def of_earliest(self, value: str, kind: Kind) -> str:
        """The figure of the lead loan; marked where it is not true of all."""
        loans = self.facts.loans
        if not value or len(loans) == 1 or len({loan.due_date for loan in loans}) == 1:
            return value
        return OfTheEarliest.of(value, kind=kind, language=self.facts.language)


def _days(loan: LoanText, today: date) -> int:
    return (today - loan.due_date).days if loan.days_overdue is None else loan.days_overdue


def _salutation(told: _Told) -> str:
    if told.name in _ADDRESSED.values():
        return ""
    return salutation_for(told.facts.salutation, name=told.name, language=told.facts.language)


def _cause_sentence(told: _Told) -> str:
    return CAUSE_SENTENCES[told.facts.language].get(told.facts.cause, "")


def _opt_out_words(told: _Told) -> str:
    facts = told.facts
    return how_to_stop(facts.channel, facts.language, facts.opt_out_words)


def _amount_due(told: _Told) -> str:
    return _total(told, [loan.amount_due for loan in told.facts.loans])


def _outstanding(told: _Told) -> str:
    return _total(told, [loan.outstanding for loan in told.facts.loans])


def _due_date(told: _Told) -> str:
    facts = told.facts
    text = date_text(told.lead.due_date, today=facts.today, language=facts.language)
    return told.of_earliest(text, "date")


def _days_overdue(told: _Told) -> str:
    return told.of_earliest(str(told.overdue) if told.overdue > 0 else "", "overdue")


def _overdue_period(told: _Told) -> str:
    text = _period(told.overdue, told.facts.language) if told.overdue > 0 else ""
    return told.of_earliest(text, "overdue")


def _days_until_due(told: _Told) -> str:
    return told.of_earliest(str(-told.overdue) if told.overdue < 0 else "", "until")


def _chosen_day(told: _Told) -> str:
    facts = told.facts
    day = facts.chosen.day
    return date_text(day, today=facts.today, language=facts.language) if day else ""


def _chosen_amount(told: _Told) -> str:
    chosen = told.facts.chosen
    if chosen.amount is None:
        return ""
    return money(chosen.amount, currency=chosen.currency, language=told.facts.language)


def _tails(told: _Told) -> str:
    """The tails of all loans, the lead's first; of very many the first few and their number."""
    loans = sorted(told.facts.loans, key=lambda loan: loan is not told.lead)
    shown = [loan.loan_no_tail for loan in loans[:TAILS_TOLD]]
    more = len(loans) - len(shown)
    if not all(shown):
        return ""
    if told.facts.language == "en":
        shown += [f"{more} more"] if more else []
        return " and ".join([*([", ".join(shown[:-1])] if shown[1:] else []), shown[-1]])
    unit = "筆" if told.facts.language == "zh-hant" else "笔"
    return "、".join(shown) + (f"等{len(loans)}{unit}" if more else "")


_VALUES: dict[str, Callable[[_Told], str]] = {
    "customer_name": lambda told: told.name,
    "masked_name": lambda told: mask_name(told.name) if told.name else "",
    "salutation": _salutation,
    "lender": lambda told: told.facts.lender.name,
    "ways_to_pay": lambda told: told.facts.lender.ways_to_pay,
    "hotline": lambda told: told.facts.lender.hotline,
    "check_host": lambda told: told.facts.lender.check_host,
    "check_code": lambda told: told.facts.check_code,
    "chosen_day": _chosen_day,
    "chosen_amount": _chosen_amount,
    "cause_sentence": _cause_sentence,
    "opt_out_words": _opt_out_words,
    "product": lambda told: _product(told.facts, told.lead),
    "loan_tail": _tails,
    OFFICER: lambda told: officer_of(told.facts.loans, language=told.facts.language),
    "loan_count": lambda told: str(len(told.facts.loans)),
    "amount_due": _amount_due,
    "outstanding": _outstanding,
    "due_date": _due_date,
    "days_overdue": _days_overdue,
    "overdue_period": _overdue_period,
    "days_until_due": _days_until_due,
}
_FIGURES = frozenset(
    {
        *("loan_tail", "loan_count", "amount_due", "outstanding", "due_date"),
        *("days_overdue", "overdue_period", "days_until_due"),
    }
)


def _period(days: int, language: str) -> str:
    if language == "en":
        return "1 day" if days == 1 else f"{days} days"
    return f"{days}天"


def _product(facts: MessageFacts, lead: LoanText) -> str:
    others = len(facts.loans) - 1
    if not others or not lead.product:
        return lead.product
    if facts.language == "en":
        return f"{lead.product} and {others} more"
    unit = "筆" if facts.language == "zh-hant" else "笔"
    return f"{lead.product}等{others + 1}{unit}"


def _total(told: _Told, amounts: list[Decimal]) -> str:
    """The total of all loans; empty when any of the amounts must not be said."""
    language, currency = told.facts.language, told.lead.currency
    if len(amounts) == 1:
        return money(amounts[0], currency=currency, language=language)
    if not all(money(amount, currency=currency, language=language) for amount in amounts):
        return ""
    text = money(sum(amounts, Decimal(0)), currency=currency, language=language)
    return Sum.of(text, count=len(amounts), language=language) if text else ""


def date_text(day: date, *, today: date, language: str) -> str:
    """``9月15日`` or ``15 September``, with the year when it is not this one."""
    if language == "en":
        text = f"{day.day} {MONTHS[day.month - 1]}"
        return text if day.year == today.year else f"{text} {day.year}"
    text = f"{day.month}月{day.day}日"
    return text if day.year == today.year else f"{day.year}年{text}"
