"""The facts a segment may ask for: this table, and no other. Nothing the law protects is in it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from accounts.rules.delinquency import Habit, Stage


class Kind(StrEnum):
    """How a fact is asked for: one value of some, any of several, days, money, yes or no."""

    ONE = "one"
    SEVERAL = "several"
    DAYS = "days"
    MONEY = "money"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Fact:
    """`code` is also the name of the column and of the attribute of Known; `values`: all there
    are, None where a lender has its own."""

    code: str
    kind: Kind
    values: tuple[str, ...] | None = None


CAUSES = ("unknown", "forgot", "cash_flow", "hardship", "dispute")
LANGUAGES = ("zh-hans", "zh-hant", "en")

FACTS: dict[str, Fact] = {
    fact.code: fact
    for fact in (
        Fact("habit", Kind.ONE, tuple(each.value for each in Habit)),
        Fact("stage", Kind.ONE, tuple(each.value for each in Stage)),
        Fact("days_past_due", Kind.DAYS),
        Fact("amount_due", Kind.MONEY),
        Fact("product", Kind.ONE),
        Fact("cause", Kind.ONE, CAUSES),
        Fact("region", Kind.SEVERAL),
        Fact("language", Kind.ONE, LANGUAGES),
        Fact("answered", Kind.YES_NO),
        Fact("officer", Kind.YES_NO),
    )
}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one loan and its customer on one day.

    `amount_due` is the loan's, in `currency`; `habit` is over the customer's loans due; `region`
    holds the customer's candidate time zones; `answered`: they ever wrote to us;
    `officer`: the core system names who looks after the loan.
    """

    habit: str
    stage: str
    days_past_due: int
    amount_due: Decimal
    currency: str
    product: str
    cause: str
    region: frozenset[str]
    language: str
    answered: bool
    officer: bool = False
