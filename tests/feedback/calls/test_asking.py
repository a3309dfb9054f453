"""Asking for a call: one open task each, and distress is seen by everybody at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from accounts.models import Customer
from feedback.calls import asking, removing, work
from feedback.models import CallTask
from tests import make, make_inbox

HOUR = timedelta(hours=1)


def ask(customer: Customer, now: datetime, reason: str = "agent") -> CallTask:
    return asking.ask(customer, reason=reason, source="test", now=now)


@pytest.mark.django_db
def test_distress_is_for_everybody_to_call_whoever_had_the_task(now: datetime) -> None:
    customer = make.customer()
    work.take(ask(customer, now), by=make_inbox.agent(), now=now)
    assert ask(customer, now + HOUR, "call_back").owner is not None
    assert ask(customer, now + HOUR, "distress").owner is None


@pytest.mark.django_db
def test_who_is_on_the_telephone_keeps_the_task(now: datetime) -> None:
    loan = make.loan(lender=make_inbox.ready(make.lender()))
    task, agent = ask(loan.customer, now), make_inbox.agent()
    work.dial(task, loan.customer.contact_points.get(), by=agent, now=now)
    assert ask(loan.customer, now, "distress").owner == agent
    work.tell(task, outcome="not_reached", by=agent, now=now)
    assert ask(loan.customer, now, "distress").owner is None


@pytest.mark.django_db(transaction=True)
def test_a_task_that_is_closed_meanwhile_is_followed_by_a_new_one(now: datetime) -> None:
    customer, agent = make.customer(), make_inbox.agent()
    task = ask(customer, now)

    def ask_again() -> CallTask:
        try:
            return ask(customer, now, "distress")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            CallTask.objects.select_for_update(no_key=True).get(pk=task.pk)
            asked = pool.submit(ask_again)
            while not (asked.done() or _somebody_waits()):
                pass
            removing.cancel(task, by=agent, now=now)
        following = asked.result(timeout=30)
    assert following.pk != task.pk
    assert (following.state, following.reason, following.owner) == ("open", "distress", None)


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])
