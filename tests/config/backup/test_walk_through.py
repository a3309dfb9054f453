"""A backup is taken beside everything that runs, and an empty installation becomes what it was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection

from accounts.chain import sealer
from accounts.rotation import known_keys
from config.backup import manifest
from feedback.complaints import evidence
from tests import make, make_complaints, make_outbox, make_sealed

pytestmark = pytest.mark.django_db(transaction=True)
REPOSITORY = Path(__file__).resolve().parents[3]
GOES_ON = {"accounts_chainpulse", "messaging_message", "messaging_watermark"}
"""Rows that change while anything runs; of the others none may be another one."""


@pytest.fixture
def empty_database() -> Iterator[str]:
    """The name of one that was just created, on the server of the tests."""
    name = f"{connection.settings_dict['NAME']}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name}")
    yield name
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} (FORCE)")


def url_of(name: str) -> str:
    said = connection.settings_dict
    who = f"{said['USER']}:{quote(said['PASSWORD'])}"
    return f"postgresql://{who}@/{name}?host={quote(said['HOST'], safe='')}&port={said['PORT']}"


def rows_of(database: str) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    with psycopg2.connect(url_of(database)) as opened, opened.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class "
            "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
            found[table] = [row for (row,) in cursor.fetchall()]
    return found


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def restored(
    backup: Path, *lost: str, database: str, data: Path, settings: Any, now: datetime
) -> dict[str, Any]:
    environ = {
        **{name: value for name, value in os.environ.items() if "DATABASE_URL" not in name},
        "DATABASE_URL": url_of(database),
        "HUANCUI_MODE": "sandbox",
        "HUANCUI_DATA": str(data),
        "HUANCUI_SECRET_KEY": settings.SECRET_KEY,
        "HUANCUI_FIELD_KEYS": settings.FIELD_KEYS,
        "HUANCUI_INDEX_KEY": settings.INDEX_KEY,
        "HUANCUI_SUPPRESSION_KEY": settings.SUPPRESSION_KEY,
        "HUANCUI_SEAL_KEYS": settings.SEAL_KEYS,
    }
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.config.backup.as_restored",
            str(backup),
            now.isoformat(),
            *lost,
        ],
        cwd=REPOSITORY,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def test_a_new_installation_becomes_what_the_backup_holds_and_sends_nothing(
    now: datetime, uploads: Path, settings: Any, tmp_path: Path, empty_database: str
) -> None:
    settings.HEADS_FOLDER = tmp_path / "heads"
    make_sealed.everything(now)
    evidence.add(
        make_complaints.logged(now),
        name="letter.txt",
        data=b"letter",
        by=make.staff("agent"),
        now=now,
    )
    sealer.seal()
    make_outbox.message(loan=make.loan())  # waits, and would leave at once
    call_command("backup", str(tmp_path / "backups"))
    as_it_was, files = rows_of(connection.settings_dict["NAME"]), files_of(uploads)
    make_outbox.message(loan=make.loan())  # lost with the old one

    [backup] = (tmp_path / "backups").iterdir()
    data = tmp_path / "new"
    seen = restored(backup, database=empty_database, data=data, settings=settings, now=now)

    after = rows_of(empty_database)
    assert files
    assert files_of(data / "uploads") == files
    assert after.keys() == as_it_was.keys()
    changed = {table for table in after if after[table] != as_it_was[table]}
    kept = {
        table for table in after if set(as_it_was[table]) <= set(after[table]) or table in GOES_ON
    }
    assert kept == after.keys()
    assert {"accounts_auditentry", "messaging_stop", "accounts_chainlink"} <= changed
    assert not {"accounts_customer", "accounts_loan", "messaging_suppression"} & changed
    assert seen["record"] == 1
    assert ["all", None] in seen["stops"]
    assert (seen["sent"], seen["held"]) == (0, ["emergency_stop"])
    assert seen["sealed"] > 0  # the chain goes on where it was, and is whole (verify_audit)


def test_with_the_index_key_gone_it_starts_with_another(
    now: datetime, uploads: Path, settings: Any, tmp_path: Path, empty_database: str
) -> None:
    known_keys.make_known(now=now)
    call_command("backup", str(tmp_path / "backups"))
    [backup] = (tmp_path / "backups").iterdir()
    settings.INDEX_KEY = f"2:{b64encode(b'n' * 32).decode()}"
    seen = restored(
        backup,
        "HUANCUI_INDEX_KEY",
        database=empty_database,
        data=tmp_path / "new",
        settings=settings,
        now=now,
    )
    assert seen == {"lacks": []}


def test_nothing_of_a_person_and_no_key_can_be_read_in_it(
    now: datetime, uploads: Path, settings: Any, tmp_path: Path
) -> None:
    make_sealed.everything(now)
    call_command("backup", str(tmp_path / "backups"))
    [backup] = (tmp_path / "backups").iterdir()
    whole = b"".join(files_of(backup).values())
    wanted = [make_sealed.NAME, make_sealed.PHONE, settings.FIELD_KEYS.partition(":")[2]]
    wanted += [settings.INDEX_KEY, settings.SUPPRESSION_KEY, "accounts_customer", "消费贷"]
    assert not [each for each in wanted if each.encode() in whole]
    said = manifest.read((backup / manifest.FILE).read_text())
    assert said.keys.keys() == {
        "HUANCUI_FIELD_KEYS 1",
        "HUANCUI_INDEX_KEY 1",
        "HUANCUI_SUPPRESSION_KEY",
    }
