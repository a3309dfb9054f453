"""Events are kept a month once delivered, three months otherwise, and changed by nobody."""

from datetime import timedelta

import pytest
from django.db import Error, connection, transaction

from accounts.models import Event, EventDelivery, Lender
from config import clock
from messaging.events import keeping
from tests import make_events

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def old(lender: Lender, days: int, state: str) -> int:
    """An event written so long ago; its id."""
    made = make_events.destination(lender)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_event (number, kind, lender_id, at, data, written_at)"
            " VALUES (gen_random_uuid(), 'test', %s, now(), '{}', %s) RETURNING id",
            [lender.pk, clock.machine() - days * DAY],
        )
        pk: int = cursor.fetchone()[0]
    EventDelivery.objects.create(
        event_id=pk, destination=made, lender=lender, state=state, next_at=clock.machine()
    )
    return pk


@pytest.mark.parametrize(
    ("days", "state", "kept"),
    [
        (29, "delivered", True),
        (31, "delivered", False),
        (31, "waiting", True),
        (31, "failed", True),
        (91, "waiting", False),
    ],
)
def test_how_long_an_event_is_kept(lender: Lender, days: int, state: str, kept: bool) -> None:
    pk = old(lender, days, state)
    assert keeping.forget(clock.machine()) == (not kept)
    assert Event.objects.filter(pk=pk).exists() == kept
    assert EventDelivery.objects.exists() == kept


def test_an_event_is_not_changed_nor_deleted_early(lender: Lender) -> None:
    pk = make_events.event(make_events.destination(lender)).event_id
    EventDelivery.objects.all().delete()
    with pytest.raises(Error), transaction.atomic():
        Event.objects.filter(pk=pk).update(kind="hold.placed")
    with pytest.raises(Error), transaction.atomic():
        Event.objects.filter(pk=pk).delete()
