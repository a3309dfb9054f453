"""A condition is read, refused with its reason, written again, and tried on what is known."""

from dataclasses import fields, replace
from decimal import Decimal

import pytest
from hypothesis import given

from accounts.models.choices import Cause, Language
from messaging.policy.segments.condition import Unreadable, holds, read, write
from messaging.policy.segments.facts import FACTS, Known
from tests.messaging.policy.segments.conditions import conditions

HERE = Known(
    habit="always_on_time",
    stage="due-7",
    days_past_due=-7,
    amount_due=Decimal("499.99"),
    currency="CNY",
    product="消费贷",
    cause="unknown",
    region=frozenset({"Asia/Shanghai"}),
    language="zh-hans",
    answered=False,
)


@given(conditions())
def test_what_is_written_reads_the_same(condition):
    assert read(write(condition)) == condition


def test_the_readable_rule_of_the_issue_holds_for_whom_it_names():
    rule = read(
        [
            {"fact": "habit", "one_of": ["always_on_time"]},
            {"fact": "amount_due", "below": "500", "currency": "CNY"},
        ]
    )
    assert holds(rule, HERE)
    assert not holds(rule, replace(HERE, amount_due=Decimal(500)))
    assert not holds(rule, replace(HERE, currency="HKD"))
    assert not holds(rule, replace(HERE, habit="often_late"))


@pytest.mark.parametrize("fact", ["gender", "sex", "民族", "marital_status", "religion", "health"])
def test_what_the_law_protects_is_refused_by_its_name(fact):
    with pytest.raises(Unreadable) as refused:
        read([{"fact": fact, "one_of": ["x"]}])
    assert (refused.value.code, bool(refused.value.attribute)) == ("protected", True)


def test_a_product_made_for_women_is_no_way_around():
    with pytest.raises(Unreadable) as refused:
        read([{"fact": "product", "one_of": ["女神贷"]}])
    assert (refused.value.code, refused.value.attribute) == ("protected", "gender")


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({}, "not_a_list"),
        ([], "everybody"),
        (["habit"], "not_a_clause"),
        ([{"fact": "mood", "one_of": ["x"]}], "unknown_fact"),
        ([{"fact": "habit", "one_of": []}], "no_values"),
        ([{"fact": "habit", "one_of": ["never"]}], "bad_value"),
        ([{"fact": "habit", "one_of": ["often_late"], "none_of": []}], "not_a_clause"),
        ([{"fact": "habit", "at_least": 1}], "not_a_clause"),
        ([{"fact": "amount_due", "below": "500"}], "no_currency"),
        ([{"fact": "amount_due", "below": "much", "currency": "CNY"}], "bad_value"),
        ([{"fact": "amount_due", "below": "NaN", "currency": "CNY"}], "bad_value"),
        ([{"fact": "amount_due", "below": 0.5, "currency": "CNY"}], "bad_value"),
        ([{"fact": "days_past_due", "at_least": "1.5"}], "bad_value"),
        ([{"fact": "days_past_due", "at_least": 8, "below": 8}], "nobody"),
        ([{"fact": "days_past_due", "at_least": None}], "not_a_clause"),
        ([{"fact": "answered", "is": "yes"}], "not_a_clause"),
        ([{"fact": "product", "one_of": ["a\0b"]}], "bad_value"),
        ([{"fact": "answered", "is": True}, {"fact": "answered", "is": False}], "twice"),
    ],
)
def test_what_cannot_be_is_refused_with_its_code(document, code):
    with pytest.raises(Unreadable) as refused:
        read(document)
    assert refused.value.code == code


def test_every_fact_is_known_of_a_loan_and_has_the_values_of_its_table():
    assert set(FACTS) | {"currency"} == {field.name for field in fields(Known)}
    assert FACTS["cause"].values == tuple(Cause.values)
    assert FACTS["language"].values == tuple(Language.values)
