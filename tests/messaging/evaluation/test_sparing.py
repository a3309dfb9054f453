"""A rule is proposed where a world has texts to spare, and never where it has none."""

import numpy as np
import pytest

from messaging.evaluation.readable_rules import Episodes, rules_over
from messaging.evaluation.sparing import KEPT, Why, judge
from messaging.policy.segments.condition import holds, read, write
from messaging.policy.segments.facts import Known
from tests.worlds.sparing import looked_for


def test_where_texts_help_some_the_others_are_spared():
    spared = looked_for(3, 80_000, "always_late", 0.1)
    assert spared.found.why is None
    assert spared.texts >= 0.25
    assert spared.kept >= KEPT


@pytest.mark.parametrize(("effect", "size"), [("all", 0.05), ("none", 0.0)])
def test_where_all_are_alike_nothing_is_proposed(effect, size):
    found = looked_for(4, 30_000, effect, size).found
    assert (found.rule, found.why) == (None, Why.ALL_ALIKE)


def test_few_customers_are_not_learned_from():
    found = looked_for(5, 600, "always_late", 0.1).found
    assert (found.rule, found.why) == (None, Why.FEW)


def test_the_curve_begins_with_everything_and_ends_with_no_text():
    curve = looked_for(6, 20_000, "always_late", 0.1).found.curve
    assert (curve[0].spared, curve[0].kept) == (0, 1)
    assert curve[-1].spared == 1
    assert curve[-1].kept == pytest.approx(0.95, abs=0.03)


def test_sparing_those_a_text_helps_is_seen_to_lose_repayments():
    drawn = np.random.default_rng(1)
    n = 40_000
    rule, treated = drawn.random(n) < 0.5, (drawn.random(n) < 0.5).astype(float)
    outcome = (drawn.random(n) < 0.5 + 0.2 * rule * treated).astype(float)
    judged = judge(rule, treated, outcome, np.arange(n), drawn.random((n, 1)))
    assert judged.gain_high < 0
    assert judged.kept == pytest.approx(1 - 0.5 * 0.2 / 0.6, abs=0.02)
    assert judged.kept_low < judged.kept < KEPT


def test_a_rule_holds_for_whom_its_condition_holds():
    drawn = np.random.default_rng(2)
    n = 300
    columns = {
        "habit": drawn.choice(["always_on_time", "sometimes_late", "often_late"], n),
        "stage": drawn.choice(["due-7", "due-0", "dpd-1", "dpd-4-7"], n),
        "amount_due": drawn.lognormal(6, 1, n).round(2),
        "product": drawn.choice(["消费贷", "card"], n),
        "cause": drawn.choice(["unknown", "forgot"], n),
        "answered": drawn.random(n) < 0.4,
    }
    rules = rules_over(Episodes(**columns), "CNY")
    people = [
        Known(
            **{name: column[place].item() for name, column in columns.items()},
            days_past_due=0,
            currency="CNY",
            region=frozenset(),
            language="en",
        )
        for place in range(n)
    ]
    assert len(rules) > 100
    for place in range(0, len(rules), 7):
        condition = read(write(rules.condition(place)))
        said = [holds(condition, person) for person in people]
        assert said == rules.mask(place).tolist()
        assert {clause.fact for clause in condition}.isdisjoint({"language", "region"})
