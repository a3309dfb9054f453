"""Emptying a sandbox beside workers that go on working."""

import threading
from contextlib import suppress

import pytest
from django.db import OperationalError, connection, transaction

from accounts.models import Customer
from config.sandbox import reset
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_gives_way_to_a_worker_and_tries_again() -> None:
    make.customer()
    reading, done = threading.Event(), threading.Event()

    def work() -> None:
        """Takes what is emptied last, and then what is emptied first: one of us gives way."""
        try:
            with suppress(OperationalError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("LOCK TABLE messaging_watermark IN ROW EXCLUSIVE MODE")
                reading.set()
                done.wait(0.5)  # the truncation waits by now
                cursor.execute("LOCK TABLE accounts_customer IN ROW EXCLUSIVE MODE")
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    reading.wait(10)
    reset.empty()
    worker.join(20)
    assert not Customer.objects.exists()
