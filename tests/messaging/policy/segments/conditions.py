"""Conditions and facts for properties."""

from decimal import Decimal

from hypothesis import strategies as st

from messaging.policy.segments.condition import Between, Condition, Is, OneOf
from messaging.policy.segments.facts import FACTS, Known

ZONES = ("Asia/Shanghai", "Asia/Urumqi", "Asia/Hong_Kong", "Europe/London")
PRODUCTS = ("消费贷", "card", "o'clock %s")
CURRENCIES = ("CNY", "HKD")
amounts = st.decimals(min_value=0, max_value=2_000, places=2)


def _values(fact: str) -> tuple[str, ...]:
    return FACTS[fact].values or {"product": PRODUCTS, "region": ZONES}[fact]


@st.composite
def _one_of(draw: st.DrawFn, fact: str) -> OneOf:
    values = draw(st.lists(st.sampled_from(_values(fact)), min_size=1, max_size=3, unique=True))
    return OneOf(fact, tuple(values), draw(st.booleans()))


@st.composite
def _between(draw: st.DrawFn, fact: str) -> Between:
    days = fact == "days_past_due"
    numbers = st.integers(-7, 40).map(Decimal) if days else amounts
    low, high = sorted((draw(numbers), draw(numbers)))
    which = draw(st.sampled_from(["low", "high", "both"]))
    if which == "both" and low == high:
        high += 1
    currency = "" if days else draw(st.sampled_from(CURRENCIES))
    return Between(
        fact, None if which == "high" else low, None if which == "low" else high, currency
    )


def _clause(fact: str) -> st.SearchStrategy:
    if fact in ("answered", "officer"):
        return st.builds(Is, st.just(fact), st.booleans())
    return _between(fact) if fact in ("days_past_due", "amount_due") else _one_of(fact)


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    facts = draw(st.lists(st.sampled_from(list(FACTS)), min_size=1, max_size=4, unique=True))
    return tuple(draw(_clause(fact)) for fact in facts)


known = st.builds(
    Known,
    habit=st.sampled_from(_values("habit")),
    stage=st.sampled_from(_values("stage")),
    days_past_due=st.integers(-7, 40),
    amount_due=amounts,
    currency=st.sampled_from(CURRENCIES),
    product=st.sampled_from(PRODUCTS),
    cause=st.sampled_from(_values("cause")),
    region=st.frozensets(st.sampled_from(ZONES), max_size=2),
    language=st.sampled_from(_values("language")),
    answered=st.booleans(),
    officer=st.booleans(),
)
