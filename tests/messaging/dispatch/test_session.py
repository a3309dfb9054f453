"""A worker that stalls in a transaction loses it; what is committed is on disk."""

import time
from datetime import datetime

import pytest
from django.db import OperationalError, connection, transaction

from messaging.dispatch import session
from messaging.dispatch.loop import dispatch
from messaging.models import Message
from tests import make_outbox
from tests.make_outbox import FixedClock

pytestmark = pytest.mark.django_db(transaction=True)


def shown(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize(("default", "asked"), [("off", "on"), ("remote_apply", "remote_apply")])
def test_commits_are_as_safe_as_the_server_says_or_safer(default: str, asked: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER ROLE CURRENT_USER SET synchronous_commit = {default}")
    connection.close()
    try:
        with session.guarded():
            assert shown("synchronous_commit") == asked
            assert shown("idle_in_transaction_session_timeout") == "30s"
        assert shown("synchronous_commit") == default
        assert shown("idle_in_transaction_session_timeout") == "0"
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER ROLE CURRENT_USER RESET synchronous_commit")
        connection.close()


def test_who_stalls_in_a_transaction_holds_no_lock_for_long(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "STALLED_SECONDS", 0.2)
    message = make_outbox.message()

    @session.guarded()
    @transaction.atomic
    def stall() -> None:
        Message.objects.select_for_update().get(pk=message.pk)
        time.sleep(1)
        Message.objects.update(reason="x")

    with pytest.raises(OperationalError):
        stall()
    dispatch(clock=FixedClock(now).clock)  # on a connection of its own again
    message.refresh_from_db()
    assert message.state == "accepted"
