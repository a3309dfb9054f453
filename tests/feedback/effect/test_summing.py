"""Sums made by the database say the same as the rows they were made of."""

from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from feedback.effect import summing
from feedback.effect.reading import FEWEST, Question, Verdict, read
from feedback.models import EffectSum, EpisodeOutcome
from messaging.evaluation.effect import compare
from messaging.inbound import replies
from tests import make, make_education, make_outbox

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


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


def test_episodes_are_told_apart_by_the_hour_of_the_text_and_by_region(lender, assigned, counted):
    assigned("contact", ago=35, hour=None)  # of a cell in which a trial names hours
    summing.count(lender, now=make.MORNING)
    found = {(line.cut, line.value): line for line in read(_ask(lender)).lines}
    assert found["hour", "18"].contact == 12
    assert [value for cut, value in found if cut == "hour"] == ["18"]
    assert ("zone", "Asia/Shanghai") in found


def test_a_piece_of_useful_knowledge_stands_among_the_texts_alone(now):
    reader = make_education.ready()
    make_outbox.policy(reader, control_share="0.5")
    people = [make_education.customer(reader) for _ in range(40)]
    plan = make_education.released(reader)
    sent = plan.candidates.filter(to_send=True)
    phone = sent[0].customer.contact_points.get().address
    replies.take(address=phone, text="KT", now=now + DAY)
    summing.count(reader, now=now + 32 * DAY)
    (line,) = read(_ask(reader)).lines
    assert (line.cut, line.value) == ("text", str(sent[0].template_version_id))
    assert (line.contact, line.contact + line.control) == (len(sent), len(people))
    assert line.harms["opted_out"].treated == pytest.approx(1 / len(sent))
