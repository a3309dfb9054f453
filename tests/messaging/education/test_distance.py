"""The database keeps pieces apart from each other and from reminders, whoever writes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Customer, Lender
from messaging.dispatch.claim import claim
from messaging.models import Message
from tests import make, make_education, make_outbox
from tests.make_education import EVENING

DAY = timedelta(days=1)


def take(message: Message, at: datetime) -> None:
    """As a worker that asked no rule would."""
    Message.objects.filter(pk=message.pk).update(state="claimed", claimed_at=at, body=b"x")


@pytest.fixture
def somebody(db: None) -> tuple[Lender, Customer]:
    lender = make_education.ready()
    return lender, make_education.customer(lender)


def test_a_second_piece_within_thirty_days_is_refused(somebody: Any) -> None:
    first, second = (make_education.queued(*somebody) for _n in range(2))
    take(first, make.MORNING)
    with pytest.raises(DatabaseError, match="seldom"), transaction.atomic():
        take(second, make.MORNING + 30 * DAY - timedelta(seconds=1))
    take(second, make.MORNING + 30 * DAY)


def test_a_piece_within_seven_days_of_a_reminder_is_refused(somebody: Any) -> None:
    lender, customer = somebody
    reminder = make_outbox.message(loan=make.loan(lender=lender, customer=customer))
    piece = make_education.queued(lender, customer)
    with pytest.raises(DatabaseError, match="reminders"), transaction.atomic():
        take(piece, make.MORNING)  # a reminder waits
    take(reminder, make.MORNING)
    with pytest.raises(DatabaseError, match="reminders"), transaction.atomic():
        take(piece, make.MORNING + 7 * DAY - timedelta(seconds=1))
    take(piece, make.MORNING + 7 * DAY)


def test_two_customers_of_one_number_get_one_piece(somebody: Any) -> None:
    lender, customer = somebody
    other = make.customer(phone=customer.contact_points.get().address)
    first, second = make_education.queued(lender, customer), make_education.queued(lender, other)
    take(first, make.MORNING)
    with pytest.raises(DatabaseError, match="seldom"), transaction.atomic():
        take(second, make.MORNING + DAY)


@pytest.fixture
def _roles(transactional_db: None) -> None:
    from accounts.access.roles import sync_roles

    sync_roles()


def together(*work: Callable[[], Any]) -> list[Any]:
    """At the same moment, each on a connection of its own; what each came to."""
    at_once = Barrier(len(work))

    def run(each: Callable[[], Any]) -> Any:
        try:
            at_once.wait()
            return each()
        except DatabaseError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(work)) as pool:
        return list(pool.map(run, work))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_roles")
def test_of_two_workers_at_once_one_is_refused() -> None:
    lender = make_education.ready()
    customer = make_education.customer(lender)
    pieces = [make_education.queued(lender, customer) for _n in range(2)]
    ends = together(*(lambda each=each: take(each, EVENING) for each in pieces))
    assert [isinstance(end, DatabaseError) for end in ends].count(True) == 1
    assert Message.objects.filter(state="claimed").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_roles")
def test_two_workers_that_claim_at_once_take_one_piece_of_a_shared_number() -> None:
    lender = make_education.ready()
    first = make_education.customer(lender)
    phone = first.contact_points.get().address
    make_education.customer(lender, customer=make.customer(phone=phone))
    make_education.released(lender)
    together(*(lambda: claim(now=EVENING),) * 2)
    claim(now=EVENING)
    states = sorted(Message.objects.values_list("state", flat=True))
    assert states in (["blocked", "claimed"], ["claimed", "queued"])
