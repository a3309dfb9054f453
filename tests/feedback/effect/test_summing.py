"""Sums made by the database say the same as the rows they were made of."""

from typing import Any

import numpy as np
import pytest

from feedback.effect import summing
from feedback.effect.reading import FEWEST, Question, Verdict, read
from feedback.models import EffectSum, EpisodeOutcome
from messaging.evaluation.effect import compare
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(lender, assigned, paid, now):
    """Twelve customers in each group with two episodes each; the written to repay more often."""
    number = 0
    for at in range(12):
        stage = "dpd-1" if at < 2 else "dpd-4-7"
        for arm in ("contact", "control"):
            customer = make.customer()
            for _episode in range(2):
                loan = make.loan(lender=lender, customer=customer)
                amount = 100 + 10 * at
                one = assigned(arm, ago=35, loan=loan, amount_due=amount, stage=stage)
                if number % 3 == 0 or (arm == "contact" and number % 5 < 3):
                    paid(one, amount, after=4)
                number += 1
    summing.count(lender, now=now)
    return list(EpisodeOutcome.objects.select_related("assignment").order_by("pk"))


def _ask(lender, **changed):
    return Question(**{"lender": lender, "outcome": "full", "horizon": 30, "days": 90} | changed)


def test_the_page_says_what_the_rows_say(lender, counted):
    overall = next(line for line in read(_ask(lender)).lines if line.cut == "overall")
    rows: dict[str, list[Any]] = {"contact": [], "control": []}
    for one in counted:
        group = rows[one.assignment.arm]
        amount = np.round(1000 * np.log(1 + float(one.assignment.amount_due)))
        group.append((one.fully_paid is not None, amount, one.assignment.customer_id))
    sides = [list(zip(*rows[arm], strict=True)) for arm in ("contact", "control")]
    expected = compare(
        sides[0][0],
        sides[1][0],
        covariates=(sides[0][1], sides[1][1]),
        clusters=(sides[0][2], sides[1][2]),
        anytime=True,
    )
    assert overall.effect.difference == pytest.approx(expected.difference, abs=1e-9)
    wide = expected.high - expected.low
    assert overall.effect.high - overall.effect.low == pytest.approx(wide, rel=0.1)
    assert (overall.contact, overall.control) == (12, 12)
    assert overall.share_contact == pytest.approx(np.mean(sides[0][0]))


def test_a_cell_of_a_few_customers_shows_nothing(lender, counted):
    stages = {line.value: line for line in read(_ask(lender)).lines if line.cut == "stage"}
    assert stages["dpd-1"].contact < FEWEST
    assert (stages["dpd-1"].verdict, stages["dpd-1"].effect) == (Verdict.FEW, None)
    assert stages["dpd-4-7"].effect is not None


def test_a_few_customers_are_a_small_sample_with_the_days_it_takes(lender, counted):
    reading = read(_ask(lender))
    overall = next(line for line in reading.lines if line.cut == "overall")
    assert overall.verdict == Verdict.TOO_SMALL
    assert overall.days_left > 10
    assert (reading.ratio, reading.out_of_balance) == (1.0, False)


def test_an_episode_counts_when_its_days_are_over(lender, assigned, now):
    assigned("contact", ago=7)
    assigned("control", ago=8)
    summing.count(lender, now=now)
    seven = EffectSum.objects.filter(horizon=7, cut="overall", days=90)
    assert [row.arm for row in seven] == ["control"]
    assert not EffectSum.objects.filter(horizon=30).exists()


def test_the_page_costs_one_query_however_many_lines(lender, counted, django_assert_num_queries):
    with django_assert_num_queries(1):
        read(_ask(lender))


def test_episodes_are_told_apart_by_the_hour_of_release_and_by_region(lender, counted):
    found = {(line.cut, line.value) for line in read(_ask(lender)).lines}
    assert ("hour", "08") in found  # MORNING, where the lender is
    assert ("zone", "Asia/Shanghai") in found
