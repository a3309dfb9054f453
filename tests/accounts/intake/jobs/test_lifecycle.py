"""The life of a file: stored sealed, let go of when done, given back when a worker dies."""

import io
import os
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

import psycopg2
import pytest
from django.db import connection, connections, transaction

from accounts.intake.jobs import lifecycle, locks, stored_files
from accounts.intake.merging import customers
from accounts.models import ImportFile, Lender, Loan
from tests import make
from tests.make_intake import applied, arrive, as_csv, checked, counts, loan

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def anhe(transactional_db: None, uploads: Path) -> Lender:
    return make.lender(code="anhe", name="安和消费金融")


def test_nothing_of_a_file_lies_in_the_clear(uploads: Path) -> None:
    data = as_csv([loan(name="王小明")])

    stored = stored_files.store(io.BytesIO(data))

    on_disk = (uploads / stored.stored_as).read_bytes()
    assert "王小明".encode() not in on_disk
    with stored_files.open_stored(stored.stored_as) as again:
        assert again.read() == data


def test_a_file_is_gone_once_it_is_refused_or_cancelled_and_kept_once_it_is_applied(
    anhe: Lender, uploads: Path, now: datetime
) -> None:
    entered = applied(as_csv([loan()]), now=now)
    checked(b"", now=now)
    lifecycle.cancel(checked(as_csv([loan()]), now=now).pk)

    assert [path.name for path in uploads.iterdir()] == [entered.stored_as]


def test_a_confirmed_file_cannot_be_confirmed_or_cancelled_again(
    anhe: Lender, now: datetime
) -> None:
    looked = checked(as_csv([loan()]), now=now)
    assert lifecycle.begin_apply(looked.pk, now=now)

    assert not lifecycle.begin_apply(looked.pk, now=now)
    assert not lifecycle.cancel(looked.pk)


def test_a_task_delivered_twice_applies_once(anhe: Lender, now: datetime) -> None:
    done = applied(as_csv([loan()]), now=now)

    lifecycle.apply(done.pk, by=None, source="test", now=now, wait=True)

    done.refresh_from_db()
    assert (done.state, Loan.objects.count()) == ("applied", 1)


def test_an_import_killed_in_the_middle_leaves_nothing_and_comes_back(
    anhe: Lender, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection dies after rows were merged, as with a killed worker or database."""
    looked = checked(as_csv([loan() for _ in range(20)]), now=now)
    lifecycle.begin_apply(looked.pk, now=now)

    def die(**_said: object) -> None:
        assert Loan.objects.count() == 20
        kill_backend(connection.connection.info.backend_pid)
        Loan.objects.count()

    monkeypatch.setattr("accounts.intake.jobs.announce.announce_touched", die)
    worker = threading.Thread(target=apply_quietly, args=(looked.pk, now))
    monkeypatch.setattr(lifecycle, "end", lambda *_args, **_said: False)  # it had no time to say so
    worker.start()
    worker.join()

    looked.refresh_from_db()
    assert (looked.state, Loan.objects.count()) == ("applying", 0)
    assert lifecycle.recover(now=now) == []  # give a worker time to come
    assert lifecycle.recover(now=now + timedelta(minutes=5)) == [looked.pk]
    looked.refresh_from_db()
    assert looked.state == "checked"

    monkeypatch.undo()
    assert lifecycle.begin_apply(looked.pk, now=now)


def apply_quietly(import_id: int, now: datetime) -> None:
    try:
        lifecycle.apply(import_id, by=None, source="test", now=now, wait=True)
    except Exception:
        pass
    finally:
        connections.close_all()


def kill_backend(pid: int) -> None:
    other = psycopg2.connect(**connection.get_connection_params())
    with other, other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    other.close()


def test_work_that_is_under_way_is_not_taken_from_its_worker(anhe: Lender, now: datetime) -> None:
    looked = checked(as_csv([loan()]), now=now)
    lifecycle.begin_apply(looked.pk, now=now)
    at_work, finish = threading.Event(), threading.Event()

    def worker() -> None:
        with transaction.atomic():
            locks.work_on(looked.pk)
            at_work.set()
            finish.wait(20)
        connections.close_all()

    thread = threading.Thread(target=worker)
    thread.start()
    at_work.wait(20)
    try:
        assert lifecycle.recover(now=now + timedelta(hours=1)) == []
    finally:
        finish.set()
        thread.join()


def test_a_second_worker_leaves_the_file_to_the_first(anhe: Lender, now: datetime) -> None:
    looked = checked(as_csv([loan()]), now=now)
    lifecycle.begin_apply(looked.pk, now=now)

    with transaction.atomic():
        lifecycle.merge(looked.pk, now=now, wait=True)
        thread = threading.Thread(target=apply_quietly, args=(looked.pk, now))
        thread.start()
        thread.join()

    looked.refresh_from_db()
    assert (looked.state, looked.rows_new) == ("applied", 1)


def test_an_interrupted_check_is_given_back_too(anhe: Lender, now: datetime) -> None:
    import_file = arrive(as_csv([loan()]), now=now)
    lifecycle.begin_check(import_file.pk, now=now)

    assert lifecycle.recover(now=now + timedelta(minutes=5)) == [import_file.pk]
    import_file.refresh_from_db()
    assert import_file.state == "uploaded"


def test_a_second_import_waits_for_the_first(anhe: Lender, now: datetime) -> None:
    """Both bring the same loan; the second sees what the first left and has only older figures."""
    row = loan(as_of="2026-09-15 09:00")
    first = checked(as_csv([row]), now=now)
    second = checked(as_csv([{**row, "as_of": "2026-09-15 08:00"}]), now=now)
    lifecycle.begin_apply(first.pk, now=now)
    lifecycle.begin_apply(second.pk, now=now)

    with transaction.atomic():
        lifecycle.merge(first.pk, now=now, wait=True)
        thread = threading.Thread(target=apply_quietly, args=(second.pk, now))
        thread.start()
        wait_until_blocked()
        assert ImportFile.objects.get(pk=second.pk).state == "applying"
    thread.join()

    second.refresh_from_db()
    assert (second.state, second.rows_bad, Loan.objects.count()) == ("applied", 1, 1)


def wait_until_blocked() -> None:
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("the second import never waited")


def test_one_that_may_not_wait_says_so_and_is_as_before(anhe: Lender, now: datetime) -> None:
    looked = checked(as_csv([loan()]), now=now)
    lifecycle.begin_apply(looked.pk, now=now)
    taken, finish = threading.Event(), threading.Event()

    def other() -> None:
        with transaction.atomic():
            locks.take_turn(wait=True)
            taken.set()
            finish.wait(20)
        connections.close_all()

    thread = threading.Thread(target=other)
    thread.start()
    taken.wait(20)
    try:
        with pytest.raises(locks.Busy):
            lifecycle.apply(looked.pk, by=None, source="test", now=now, wait=False)
    finally:
        finish.set()
        thread.join()

    looked.refresh_from_db()
    assert looked.state == "checked"


def test_a_deadlock_is_tried_again(
    anhe: Lender, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = checked(as_csv([loan()]), now=now)
    lifecycle.begin_apply(looked.pk, now=now)
    calls: list[int] = []
    merge = customers.merge_known_customers

    def deadlock_once() -> None:
        calls.append(1)
        if len(calls) == 1:
            with connection.cursor() as cursor:
                cursor.execute("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40P01'; END $$")
        merge()

    monkeypatch.setattr(customers, "merge_known_customers", deadlock_once)
    lifecycle.apply(looked.pk, by=None, source="test", now=now, wait=True)

    looked.refresh_from_db()
    assert (looked.state, len(calls), Loan.objects.count()) == ("applied", 2, 1)


def test_a_stored_file_nobody_names_is_removed_after_a_while(
    anhe: Lender, uploads: Path, now: datetime
) -> None:
    kept = arrive(as_csv([loan()]), now=now)
    lost = stored_files.store(io.BytesIO(b"half an upload"))
    for path in uploads.iterdir():
        os.utime(path, (1_000, 1_000))

    assert lifecycle.sweep_files(before=2_000) == 1
    assert [path.name for path in uploads.iterdir()] == [kept.stored_as]
    assert lost.stored_as != kept.stored_as


def test_a_file_of_which_nothing_entered_may_be_brought_again(anhe: Lender, now: datetime) -> None:
    data = as_csv([loan(lender="later")])
    assert counts(applied(data, now=now)) == {"bad": 1}
    make.lender(code="later", name="后来的机构")

    assert counts(applied(data, now=now)) == {"new": 1}
    assert applied(data, now=now).state == "refused"
