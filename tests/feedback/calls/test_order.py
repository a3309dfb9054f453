"""The order of the call list, learned where a policy says so: people call, and see why."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from accounts.models import AuditEntry, Customer, Lender
from feedback.calls import listing, order
from feedback.calls.likely import FEWEST, FIRST
from feedback.models import CallTask
from feedback.models.call import MIDDLE
from feedback.models.conversation import ORDINARY
from messaging.models import Call, PolicyVersion
from tests import make, make_outbox, make_runs

pytestmark = pytest.mark.django_db

EVENING = datetime(2026, 9, 15, 11, 30, tzinfo=UTC)  # 19:30 in Shanghai
DAY = timedelta(days=1)


@pytest.fixture
def lender() -> Lender:
    made = make_runs.ready_lender()
    make_outbox.policy(made, call_order="by_answers")
    return made


def call(customer: Customer, at: datetime, *, answered: bool) -> Call:
    point, policy = customer.contact_points.get(), PolicyVersion.objects.latest("pk")
    return Call.objects.create(
        customer=customer,
        contact_point=point,
        address_hash=point.address_hash,
        purpose="call",
        source="test",
        by=make.staff("agent"),
        begun_at=at,
        ended_at=at,
        outcome="reached" if answered else "not_reached",
        kind="call" if answered else "dial",
        policy=policy,
        engine_version="1",
        facts={},
        trace=[],
    )


def past_calls(lender: Lender) -> None:
    """Of so many customers, those who answered once do so again in the evening."""
    base = call(make.loan(lender=lender).customer, EVENING - 90 * DAY, answered=True)
    columns = {
        field.attname: getattr(base, field.attname)
        for field in Call._meta.concrete_fields
        if field.attname != "id"
    }
    faithful, silent = make.loan(lender=lender).customer, make.loan(lender=lender).customer
    Call.objects.bulk_create(
        Call(
            **columns
            | {
                "customer_id": who.pk,
                "begun_at": EVENING - 80 * DAY + n * timedelta(minutes=1),
                "outcome": "reached" if who is faithful else "not_reached",
                "kind": "call" if who is faithful else "dial",
            }
        )
        for n in range(FEWEST // 2)
        for who in (faithful, silent)
    )


def task(lender: Lender, *, reason: str = "stage", **columns: Any) -> CallTask:
    loan = make.loan(lender=lender)
    return CallTask.objects.create(
        **{
            "customer": loan.customer,
            "loan": loan,
            "reason": reason,
            "urgency": ORDINARY,
            "not_before": EVENING - DAY,
            "due_at": EVENING + DAY,
            "source": f"dpd:{loan.pk}",
            "opened_at": EVENING - DAY,
            **columns,
        }
    )


def listed() -> list[CallTask]:
    return [row.task for row in listing.page("ready", by=make.staff("agent"), now=EVENING).rows]


def test_who_answers_comes_first_and_the_list_says_why(lender: Lender) -> None:
    past_calls(lender)
    silent, answers = task(lender, due_at=EVENING + timedelta(hours=1)), task(lender)
    call(silent.customer, EVENING - 2 * DAY, answered=False)
    call(answers.customer, EVENING - 2 * DAY, answered=True)
    before = AuditEntry.objects.count()
    order.reckon(EVENING)
    assert AuditEntry.objects.count() == before, "no change that anybody made"
    assert listed() == [answers, silent]
    with translation.override("en"):
        [first, second] = listing.page("ready", by=make.staff("agent"), now=EVENING).rows
        assert first.why.startswith("about 9 of 10 such calls are answered at this hour: ")
        assert first.why.endswith("answered last time")
        assert second.why.endswith("never answered yet")


def test_what_was_asked_for_and_what_is_overdue_come_before(lender: Lender) -> None:
    past_calls(lender)
    answers = task(lender)
    call(answers.customer, EVENING - 2 * DAY, answered=True)
    overdue = task(lender, due_at=EVENING - timedelta(minutes=1))
    wish = task(lender, reason="wish")
    order.reckon(EVENING)
    assert listed() == [overdue, wish, answers]
    overdue.refresh_from_db()
    assert overdue.turn == FIRST
    assert order.why(overdue) == ""


def test_without_the_policy_or_enough_calls_the_due_time_decides(lender: Lender) -> None:
    later, sooner = task(lender), task(lender, due_at=EVENING + timedelta(hours=1))
    call(later.customer, EVENING - 2 * DAY, answered=True)
    assert order.reckon(EVENING) == 0
    assert listed() == [sooner, later], "too few calls"
    past_calls(lender)
    order.reckon(EVENING)
    assert listed()[0] == later
    make_outbox.policy(lender, call_order="by_due")
    order.reckon(EVENING)
    assert listed() == [sooner, later], "switched off again"
    assert set(CallTask.objects.values_list("turn", "history")) == {(MIDDLE, "")}


def test_calls_of_half_a_year_ago_are_forgotten(lender: Lender) -> None:
    past_calls(lender)
    assert order.counted(EVENING).known
    assert not order.counted(EVENING + order.LOOK_BACK).known


def test_it_asks_as_much_of_forty_tasks_as_of_two(
    lender: Lender, django_assert_max_num_queries: Any
) -> None:
    past_calls(lender)
    for _n in range(40):
        task(lender)
    with django_assert_max_num_queries(8):
        order.reckon(EVENING)
