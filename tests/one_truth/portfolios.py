"""Random customers with one to six loans of every standing, and what happens before sending."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

CURRENCIES = ("CNY", "HKD", "TWD", "USD")
LANGUAGES = ("zh-hans", "zh-hant", "en")
CAUSES = ("unknown", "unknown", "unknown", "forgot", "cash_flow", "hardship", "dispute")
PRODUCTS = {
    "zh-hans": ("消费贷", "家装分期", "360借条", "7天周转贷", "共享贷", "随借随还2号"),
    "zh-hant": ("消費貸", "家裝分期", "12期貸款", "週轉貸"),
    "en": ("personal loan", "home loan 2", "car loan", "30 days loan"),
}
WAYS_TO_PAY = {
    "zh-hans": "安和App（24小时）或尾号8888的银行卡",
    "zh-hant": "安和App（24小時）或尾號8888的銀行卡",
    "en": "the Anhe app or your card ending 8888",
}
NAMES = ("王磊", "欧阳修远", "李一天", "元", "阿卜杜热依木·麦麦提", "Wang Lei", "O'Neill-Smith")

OVERDUE = (1, 1, 2, 3, 4, 5, 6, 7, 8, 10, 15, 16, 31, 99)
TO_COME = (-7, -6, -5, -4, -3, -2, -1)
ANY = (*OVERDUE, *TO_COME, 0, 0, 0)
"""Days past due; one above 20 stands for any number up to 400."""


@dataclass(frozen=True)
class Debt:
    """One loan: what was due when the run was planned, and what is due when the text is written."""

    pk: int
    number: str
    product: str
    currency: str
    planned: Decimal
    due: Decimal
    outstanding: Decimal
    day: date
    reminded: bool


@dataclass(frozen=True)
class Customer:
    """A portfolio at one lender. `today` is the lender's day of the run, `sent_on` that of the
    claim, which may be a later one."""

    name: str
    salutation: str
    language: str
    cause: str
    late: int
    debts: tuple[Debt, ...]
    today: date
    sent_on: date

    @property
    def moment(self) -> datetime:
        """Noon of the day it is sent, in Shanghai."""
        return datetime(self.sent_on.year, self.sent_on.month, self.sent_on.day, 4, tzinfo=UTC)


def customer(random: Random) -> Customer:
    """The next one."""
    today = date(2026, 1, 1) + timedelta(days=random.randrange(700))
    language = random.choice(LANGUAGES)
    number = random.choice((1, 1, 2, 2, 3, 4, 5, 6))
    days = random.choice((ANY, ANY, ANY, OVERDUE, TO_COME, (0, 0, 0, 3)))
    currencies = random.sample(CURRENCIES, random.choice((1, 1, 1, 2)))
    ends = [f"{random.randrange(10_000):04d}" for _ in range(2)]
    debts = [
        _debt(random, pk, days, language, today, currencies, ends) for pk in range(1, number + 1)
    ]
    return Customer(
        name=random.choice(NAMES),
        salutation=random.choice(("", "先生", "女士", "Mr")),
        language=language,
        cause=random.choice(CAUSES),
        late=random.choice((0, 0, 2, 6)),
        debts=tuple(debts),
        today=today,
        sent_on=today + timedelta(days=random.choice((0, 0, 0, 0, 1))),
    )


def _debt(
    random: Random,
    pk: int,
    days: tuple[int, ...],
    language: str,
    today: date,
    currencies: list[str],
    ends: list[str],
) -> Debt:
    past = random.choice(days)
    if past > 20:
        past = random.randrange(1, 400)
    planned = Decimal(random.randrange(1, 10 ** random.randrange(1, 10))) / 100
    paid = random.choice((Decimal(0),) * 8 + (planned, planned / 2))
    due = (planned - paid).quantize(Decimal("0.01"))
    prefix = random.choice(("GD", "L", "")) + str(random.randrange(10, 99)) + str(pk)
    return Debt(
        pk=pk,
        number=prefix + random.choice((*ends, f"{random.randrange(10_000):04d}", "GD2A")),
        product=random.choice(PRODUCTS[language]),
        currency=random.choice(currencies),
        planned=planned,
        due=due,
        outstanding=due + random.randrange(10**6),
        day=today - timedelta(days=past),
        reminded=random.random() < 0.15,
    )
