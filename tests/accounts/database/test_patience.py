"""Whoever asks a page for too much is stopped; whoever stops or releases a run is not."""

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.database.patience import as_long_as_it_takes
from messaging.runs import control
from messaging.runs.release import release
from messaging.stops import service as stops

pytestmark = pytest.mark.django_db(transaction=True)


def sleep() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.2)")


def test_the_limit_of_pages_is_lifted_until_the_transaction_ends() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 50")
    try:
        with transaction.atomic():
            as_long_as_it_takes()
            sleep()
        with pytest.raises(OperationalError, match="statement timeout"):
            sleep()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET statement_timeout")


@pytest.mark.parametrize(
    "act",
    [
        lambda: release(1, by=None, now=None, expected_count=0),
        lambda: control.stop(1, by=None, now=None),
        lambda: stops.place(scope="all", object_id=None, reason="x", by=None, now=None),
        lambda: stops.lift(1, by=None, now=None),
    ],
    ids=["release", "stop a run", "emergency stop", "lift it"],
)
def test_acts_over_many_rows_are_not_limited(act: object) -> None:
    """The first thing each of them says to the database."""
    with CaptureQueriesContext(connection) as said, pytest.raises(Exception):  # noqa: B017
        act()  # type: ignore[operator]
    first = [query["sql"] for query in said.captured_queries[:2]]
    assert any(sql.endswith("SET LOCAL statement_timeout = 0") for sql in first)
