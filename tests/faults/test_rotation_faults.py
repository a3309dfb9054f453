"""Rotation killed at its worst moment, and rotation beside those who write the same rows."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction

from accounts.models import Customer
from accounts.models.sealed import as_stored
from accounts.privacy.keyring import Keyring
from accounts.rotation.service import rotate
from tests import make, make_sealed

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).parents[2]


def key_ids() -> list[int]:
    names = Customer.objects.order_by("pk").values_list("name", flat=True)
    return [Keyring.key_id(name) for name in names]


@contextmanager
def elsewhere(act: object) -> Iterator[None]:
    """`act` runs on a connection of its own until the block ends."""

    def run() -> None:
        try:
            act()  # type: ignore[operator]
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        thread.join(timeout=30)
        assert not thread.is_alive()


def test_killed_in_the_middle_it_goes_on_where_it_was() -> None:
    names = [f"客户{n}" for n in range(12)]
    for name in names:
        make.customer(name=name, phone=None)

    killed = subprocess.run(
        [sys.executable, "-m", "tests.faults.rotate_and_die", connection.settings_dict["NAME"]],
        cwd=ROOT,
        check=False,
    )

    assert killed.returncode == -signal.SIGKILL
    assert key_ids() == [2] * 5 + [1] * 7  # the first batch stands, nothing of the second does
    done = rotate(make_sealed.keys(1, 2), batch_rows=5)
    assert done.complete
    assert done.values == {"accounts.Customer.name": 7}
    new_only = make_sealed.keys(2)
    blobs = Customer.objects.order_by("pk").values_list("pk", "name")
    assert [Customer.name.field.open(blob, pk, new_only) for pk, blob in blobs] == names


def test_what_a_worker_writes_meanwhile_is_kept_and_rotated_too() -> None:
    """A worker still running with the old key alone, as during a restart of many."""
    people = [make.customer(name="原名", phone=None) for _ in range(40)]
    stop = threading.Event()
    written: dict[int, str] = {}

    def keep_renaming() -> None:
        count = 0
        while not stop.is_set():
            person, count = people[count % len(people)], count + 1
            name = f"新名{count}"
            Customer.objects.filter(pk=person.pk).update(
                name=Customer.name.field.seal(name, person.pk)
            )
            written[person.pk] = name

    keys = make_sealed.keys(1, 2)
    with elsewhere(keep_renaming):
        for _ in range(5):
            rotate(keys, batch_rows=7, passes=3, sleep=lambda _seconds: None)
        stop.set()
    done = rotate(keys, batch_rows=7)

    assert done.complete
    for person in people:
        with as_stored():
            sealed = Customer.objects.get(pk=person.pk).name
        clear = Customer.name.field.open(sealed, person.pk, make_sealed.keys(2))
        assert clear == written.get(person.pk, "原名")


def test_it_never_waits_for_a_row_that_somebody_holds() -> None:
    held, free = make.customer(phone=None), make.customer(phone=None)
    locked, release = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            list(Customer.objects.select_for_update(no_key=True).filter(pk=held.pk))
            locked.set()
            release.wait(timeout=20)

    keys = make_sealed.keys(1, 2)
    with elsewhere(hold):
        assert locked.wait(timeout=10)
        done = rotate(keys, passes=2, sleep=lambda _seconds: None)
        assert not done.complete
        assert done.left["accounts.Customer.name"] == 1
        release.set()

    assert rotate(keys).complete
    assert key_ids() == [2, 2]
    assert free.pk != held.pk
