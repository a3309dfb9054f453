"""Behind PgBouncer in transaction mode nothing of one transaction reaches another.

Its pool is smaller than the number of those who work, so that their transactions take turns on the
same connections.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections, transaction

from accounts.audit.trail import acting
from accounts.database import first_statement
from accounts.models import AuditEntry, Lender
from config.embedded.identity import settle
from config.processes import page_time
from feedback.inbox.filing import file_missed
from messaging.dispatch.loop import dispatch
from messaging.models import Message
from messaging.planning.service import plan
from messaging.runs.release import release
from tests import make, make_runs
from tests.make_outbox import FixedClock

BINARY = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
REQUIRED = "HUANCUI_REQUIRE_PGBOUNCER"
POOL = 2
PEOPLE, CHANGES = 4, 30

# pg_locks tells of every database of the server; other tests run beside this one in theirs.
OUR_LOCKS = """
SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
WHERE locktype = 'advisory' AND datname = current_database()
"""

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        BINARY is None and not os.environ.get(REQUIRED), reason="needs Debian's package pgbouncer"
    ),
]

CONFIGURATION = """
[databases]
* = host={host} port={port} user={user} password={password} pool_size={pool}
[pgbouncer]
listen_addr =
listen_port = 6432
unix_socket_dir = {folder}
auth_type = any
pool_mode = transaction
server_reset_query_always = 0
ignore_startup_parameters = extra_float_digits
logfile = {folder}/pgbouncer.log
pidfile =
"""


@pytest.fixture(autouse=True)
def _through_the_pooler(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every connection of this process, and of its threads."""
    ours = connection.settings_dict
    folder = Path(tempfile.mkdtemp(prefix="pooler"))
    configuration = folder / "pgbouncer.ini"
    configuration.write_text(
        CONFIGURATION.format(
            host=ours["HOST"],
            port=ours["PORT"] or 5432,
            user=ours["USER"],
            password=ours["PASSWORD"],
            pool=POOL,
            folder=folder,
        )
    )
    who = settle(settings.DATA_DIR)  # it refuses root, as PostgreSQL does
    for path in (folder, configuration):
        os.chown(path, who.owner, -1)
    pooler = subprocess.Popen(
        who.command(str(BINARY), configuration),
        user=who.user,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(folder / ".s.PGSQL.6432", pooler)
        connection.close()
        monkeypatch.setitem(ours, "HOST", str(folder))
        monkeypatch.setitem(ours, "PORT", "6432")
        yield
        connection.close()
    finally:
        pooler.terminate()
        pooler.wait(timeout=10)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(socket: Path, pooler: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while not socket.exists():
        assert pooler.poll() is None, "PgBouncer did not start"
        assert time.monotonic() < deadline, "PgBouncer took too long"
        time.sleep(0.02)


def together(works: list[Callable[[], None]]) -> None:
    """Each in a thread and with a connection of its own, all at once."""
    begin = threading.Barrier(len(works))
    failed: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        try:
            begin.wait()
            work()
        except BaseException as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed, failed


def asked(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return str(cursor.fetchone()[0])


def in_every_connection(sql: str) -> set[str]:
    """What each connection of the pool says: as many transactions are open at once as it has."""
    said: set[str] = set()
    both = threading.Barrier(POOL)

    def ask() -> None:
        with transaction.atomic():
            said.add(asked(sql))
            both.wait()

    together([ask] * POOL)
    return said


def test_every_change_is_recorded_as_its_own_persons() -> None:
    lenders = [make.lender(code=f"lender{n}") for n in range(PEOPLE)]
    people = [make.staff("administrator", username=f"person{n}") for n in range(PEOPLE)]
    before = AuditEntry.objects.latest("pk").pk

    def change(n: int) -> Callable[[], None]:
        def work() -> None:
            for turn in range(CHANGES):
                with acting(user=people[n], source="web", reason=f"person{n}"):
                    currency = ("HKD", "TWD")[turn % 2]
                    Lender.objects.filter(pk=lenders[n].pk).update(currency=currency)

        return work

    together([change(n) for n in range(PEOPLE)])
    entries = AuditEntry.objects.filter(pk__gt=before, table="accounts_lender")
    recorded = list(entries.values_list("row_id", "actor_id", "reason"))
    assert len(recorded) == PEOPLE * CHANGES
    for n in range(PEOPLE):
        mine = {each[1:] for each in recorded if each[0] == str(lenders[n].pk)}
        assert mine == {(people[n].pk, f"person{n}")}


def test_a_day_is_planned_released_and_sent_and_leaves_no_lock_and_no_setting(
    now: datetime,
) -> None:
    lender = make_runs.ready_lender()
    for _ in range(6):
        make.loan(lender=lender)
    run = plan(lender=lender, day=make.DAY, by=None, now=now)
    release(
        run.pk,
        by=make.staff("supervisor"),
        now=now,
        expected_count=run.funnel["to_send"],
        send_at_once=True,
    )
    together([lambda: dispatch(clock=FixedClock(now).clock) and None for _ in range(PEOPLE)])
    together([lambda: file_missed(now) and None for _ in range(PEOPLE)])
    assert set(Message.objects.values_list("state", flat=True)) == {"accepted"}
    assert asked(OUR_LOCKS) == "0"
    assert in_every_connection("SHOW idle_in_transaction_session_timeout") == {"0"}


def test_the_limit_of_pages_reaches_no_worker() -> None:
    with first_statement.also(page_time.statement()):
        assert in_every_connection("SHOW statement_timeout") == {"0"}  # threads are not pages
        assert asked("SHOW statement_timeout") == "30s"
    assert in_every_connection("SHOW statement_timeout") == {"0"}
