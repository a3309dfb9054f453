"""The facts of one message, and the value each placeholder gets from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from messaging.content.money import money
from messaging.content.names import mask_name, salutation_for
from messaging.content.phrases import CAUSE_SENTENCES, MONTHS, OPT_OUT_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class LenderFacts:
    """Who writes. Texts are in the language of the message; an empty one counts as missing."""

    name: str
    signature: str
    hotline: str
    ways_to_pay: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFacts:
    """Everything a text may say. ``language``: zh-hans, zh-hant or en; ``today`` is the
    recipient's date."""

    customer_name: str
    language: str
    lender: LenderFacts
    loans: tuple[LoanText, ...]
    today: date
    salutation: str = ""
    cause: str = "unknown"
    opt_out_words: str = ""


def values_for(facts: MessageFacts) -> dict[str, str]:
    """The values of all standard placeholders; what has none (days overdue before the due
    date, the amount of a settled loan) is absent, so a text that needs it is not sent.

    Several loans share one text: amounts add up per currency, the oldest loan leads (its tail,
    due date, days overdue). ``salutation`` and ``cause_sentence`` may be empty: they are
    optional placeholders. ValueError without any loan.
    """
    if not facts.loans:
        raise ValueError("a message needs at least one loan")
    values = _customer_values(facts) | _loan_values(facts)
    return {name: value for name, value in values.items() if value or name in _MAY_BE_EMPTY}


_MAY_BE_EMPTY = {"salutation", "cause_sentence"}


def lead_loan(loans: Iterable[LoanText]) -> LoanText:
    """The loan that was due first; of equals the one with the most to pay."""
    return min(loans, key=lambda loan: (loan.due_date, -loan.amount_due, loan.loan_no_tail))


def _customer_values(facts: MessageFacts) -> dict[str, str]:
    name, language = facts.customer_name.strip(), facts.language
    return {
        "customer_name": name,
        "masked_name": mask_name(name) if name else "",
        "salutation": salutation_for(facts.salutation, name=name, language=language),
        "lender": facts.lender.name,
        "ways_to_pay": facts.lender.ways_to_pay,
        "hotline": facts.lender.hotline,
        "cause_sentence": CAUSE_SENTENCES[language].get(facts.cause, ""),
        "opt_out_words": facts.opt_out_words or OPT_OUT_WORDS[language],
    }


def _loan_values(facts: MessageFacts) -> dict[str, str]:
    lead, language = lead_loan(facts.loans), facts.language
    overdue = _days_overdue(lead, facts.today)
    return {
        "product": _product(facts, lead),
        "loan_tail": lead.loan_no_tail,
        "loan_count": str(len(facts.loans)),
        "amount_due": _total(facts, [(x.currency, x.amount_due) for x in facts.loans]),
        "outstanding": _total(facts, [(x.currency, x.outstanding) for x in facts.loans]),
        "due_date": date_text(lead.due_date, today=facts.today, language=language),
        "days_overdue": str(overdue) if overdue > 0 else "",
        "overdue_period": _period(overdue, language) if overdue > 0 else "",
        "days_until_due": str(-overdue) if overdue < 0 else "",
    }


def _days_overdue(loan: LoanText, today: date) -> int:
    """Positive when overdue, negative before the due date."""
    return (today - loan.due_date).days if loan.days_overdue is None else loan.days_overdue


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


def _total(facts: MessageFacts, amounts: list[tuple[str, Decimal]]) -> str:
    """One total per currency; empty when any of them must not be said."""
    currencies = list(dict.fromkeys(currency for currency, _ in amounts))
    if any(amount <= 0 for _, amount in amounts):
        return ""
    texts = [
        money(
            sum((amount for other, amount in amounts if other == currency), Decimal()),
            currency=currency,
            language=facts.language,
        )
        for currency in currencies
    ]
    joiner = " and " if facts.language == "en" else "、"
    return joiner.join(texts) if all(texts) else ""


def date_text(day: date, *, today: date, language: str) -> str:
    """``9月15日`` or ``15 September``, with the year when it is not this one."""
    if language == "en":
        text = f"{day.day} {MONTHS[day.month - 1]}"
        return text if day.year == today.year else f"{text} {day.year}"
    text = f"{day.month}月{day.day}日"
    return text if day.year == today.year else f"{day.year}年{text}"
