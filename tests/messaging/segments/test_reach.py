"""Counts and lists hold for whom planning would take: the same facts, read by SQL and by rows."""

import pytest
from hypothesis import HealthCheck, given, settings

from accounts.models import Customer
from accounts.rules.delinquency import habit_of
from messaging.decisions.facts.answered import ever_answered
from messaging.decisions.facts.customers import customers
from messaging.models import Candidate
from messaging.planning import due, service as planning
from messaging.planning.choose import _known, staged
from messaging.policy.profiles import load
from messaging.policy.segments.condition import holds, read
from messaging.segments import reach
from tests import make, make_runs
from tests.messaging.policy.segments.conditions import conditions

pytestmark = pytest.mark.django_db
SMALL = [
    {"fact": "habit", "one_of": ["always_on_time"]},
    {"fact": "amount_due", "below": "500", "currency": "CNY"},
]


@pytest.fixture
def crowd(lender):
    """Loans of every stage, history and kind; some customers have two."""
    histories = [(None, None), (0, 0), (9, 1), (10, 3), (6, 2), (7, 2), (3, 9), (20, 5), (5, None)]
    for n, dpd in enumerate([-30, -8, -7, -1, 0, 1, 2, 3, 4, 7, 8, 15, 16, 40]):
        paid, late = histories[n % len(histories)]
        person = make.customer(
            language=("zh-hans", "en")[n % 2],
            wished_language=("", "zh-hant")[n % 3 == 0],
            timezones=[[], ["Asia/Shanghai"], ["Asia/Urumqi", "Asia/Shanghai"]][n % 3],
        )
        for amount in (200 + 100 * n, 700)[: 1 + n % 2]:
            make.loan(
                lender=lender,
                customer=person,
                dpd=dpd,
                amount_due=amount,
                instalments_paid=paid,
                instalments_paid_late=late,
                product=("消费贷", "card")[n % 2],
                cause=("unknown", "forgot")[n % 2],
            )
    make.loan(lender=lender, dpd=5, amount_due=100)
    make.loan(dpd=5, amount_due=100)  # another lender's
    return lender


def _by_planning(lender):
    """Loan id → what planning knows of it."""
    policy, found = load("cn"), {}
    for batch in due.batches(lender, make.DAY):
        people = customers([loans[0].customer_id for loans in batch])
        answered = ever_answered(people)
        for loans in batch:
            person = people[loans[0].customer_id]
            habit = habit_of(
                sum(loan.instalments_paid for loan in loans),
                sum(loan.instalments_paid_late for loan in loans),
            )
            for loan in loans:
                stage = staged(loan, make.DAY, policy).stage
                found[loan.id] = _known(
                    person, loan, make.DAY, stage, habit, answered=person.id in answered
                )
    return found


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(condition=conditions())
def test_the_tables_say_what_planning_knows(crowd, condition):
    known = _by_planning(crowd)
    found = reach.loans(crowd.pk, condition, day=make.DAY, size=1_000)
    assert {each.loan_id for each in found} == {
        pk for pk, one in known.items() if holds(condition, one)
    }
    counted = reach.reach(crowd.pk, condition, day=make.DAY)
    assert (counted.loans, counted.all_loans) == (len(found), len(known))
    assert counted.customers == len({each.customer_id for each in found})


def test_the_queries_do_not_grow(crowd, django_assert_num_queries):
    with django_assert_num_queries(1):
        reach.reach(crowd.pk, read(SMALL), day=make.DAY)


def test_pages_go_on_behind_the_last_loan(crowd):
    everybody = read([{"fact": "days_past_due", "at_least": "-7"}])
    whole = reach.loans(crowd.pk, everybody, day=make.DAY, size=100)
    first = reach.loans(crowd.pk, everybody, day=make.DAY, size=5)
    rest = reach.loans(crowd.pk, everybody, day=make.DAY, after=first[-1].loan_id, size=100)
    assert [*first, *rest] == whole


def test_candidates_are_found_as_they_were_planned(now):
    lender = make_runs.ready_lender()
    small = make.loan(lender=lender, dpd=5, amount_due=100)
    make.loan(lender=lender, dpd=5, amount_due=900)
    make.loan(lender=lender, dpd=5, amount_due=100, instalments_paid_late=5)
    run = planning.plan(lender=lender, day=make.DAY, by=None, now=now)
    small.amount_due = 900  # a later file
    small.save()
    found = Candidate.objects.filter(run=run, pk__in=reach.candidates(run, read(SMALL)))
    assert [each.customer_id for each in found] == [small.customer_id]


def test_customers_are_those_with_such_a_loan(crowd):
    found = reach.customers(crowd.pk, read(SMALL), day=make.DAY)
    expected = {e.customer_id for e in reach.loans(crowd.pk, read(SMALL), day=make.DAY, size=99)}
    assert set(Customer.objects.filter(pk__in=found).values_list("pk", flat=True)) == expected
    assert expected
