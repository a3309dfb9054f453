"""What a restore refuses, before it changes anything."""

from __future__ import annotations

import base64
import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts import keys as accounts_keys
from config.backup import contents, manifest, restoring, taking

pytestmark = pytest.mark.django_db
OTHER = base64.b64encode(b"o" * 32).decode()


@pytest.fixture
def backup(uploads: Path, tmp_path: Path, now: datetime) -> Path:
    (uploads / "evidence").mkdir(parents=True)
    (uploads / "evidence" / "a.evidence").write_bytes(b"sealed")
    made, _said = taking.take(tmp_path / "backups", now=now)
    return made


def refused(backup: Path, *lost: str) -> str:
    with pytest.raises(restoring.RestoreRefused) as info:
        restoring.look(backup, accepted=lost)
    return str(info.value)


def test_a_database_with_anything_in_it_is_not_overwritten(backup: Path) -> None:
    assert "not empty" in refused(backup)


def test_a_folder_of_uploads_with_anything_in_it_is_not_mixed(
    backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "_ANYTHING_THERE", "SELECT 0")
    assert "uploads is not empty" in refused(backup)


def test_into_an_empty_installation_nothing_is_in_the_way(
    backup: Path, uploads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "_ANYTHING_THERE", "SELECT 0")
    shutil.rmtree(uploads)
    assert restoring.look(backup).uploads.keys() == {"evidence/a.evidence"}


@pytest.mark.parametrize(
    ("setting", "cost"),
    [
        ("FIELD_KEYS", "cannot be opened"),
        ("SUPPRESSION_KEY", "written to again"),
        ("INDEX_KEY", "nobody is found"),
    ],
)
def test_without_a_key_it_says_what_that_costs(
    backup: Path, settings: Any, setting: str, cost: str
) -> None:
    setattr(settings, setting, f"1:{OTHER}" if setting == "FIELD_KEYS" else OTHER)
    assert cost in refused(backup)
    gone_on = "These keys" not in refused(backup, f"HUANCUI_{setting}")
    assert gone_on is (setting == "INDEX_KEY")


def test_a_key_more_than_the_backup_knew_is_no_other_one(backup: Path, settings: Any) -> None:
    settings.FIELD_KEYS += f",2:{OTHER}"
    accounts_keys.keyring.cache_clear()
    try:
        assert "not empty" in refused(backup)
    finally:
        accounts_keys.keyring.cache_clear()


def test_a_file_that_was_changed_or_cut_off_is_named(backup: Path) -> None:
    file = backup / contents.DATABASE
    file.write_bytes(file.read_bytes()[:-1])
    assert refused(backup).startswith(f"{contents.DATABASE} is not as it was written")


def test_a_file_that_is_gone_is_named(backup: Path) -> None:
    (backup / "uploads" / "evidence" / "a.evidence").unlink()
    assert refused(backup).startswith("uploads/evidence/a.evidence cannot be read")


def test_a_manifest_that_was_changed_is_noticed(backup: Path) -> None:
    said = json.loads((backup / manifest.FILE).read_text())
    said["uploads"] = {}
    (backup / manifest.FILE).write_text(json.dumps(said))
    assert "altered" in refused(backup)


def test_a_production_installation_takes_none_of_a_sandbox(backup: Path, settings: Any) -> None:
    settings.MODE = "production"
    assert "of a sandbox installation" in refused(backup)


def test_older_software_takes_none_of_a_newer_one(
    backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Older:
        disk_migrations = {("accounts", "0001_initial"): None}

        def __init__(self, connection: Any) -> None:
            pass

    monkeypatch.setattr(restoring, "MigrationLoader", Older)
    assert "later version" in refused(backup)


def test_what_is_no_backup_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no whole backup"):
        call_command("restore", str(tmp_path))


def test_a_dump_that_fails_leaves_no_backup_under_its_name(
    uploads: Path, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "_OPTIONS", ("--no-such-option",))
    with pytest.raises(taking.BackupFailed):
        taking.take(tmp_path / "backups", now=now)
    assert [each.suffix for each in (tmp_path / "backups").iterdir()] == [".partial"]
