"""Secrets come as files too, the way vault agents and systemd hand them over."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import secret_files
from config.secret_files import FROM_FILES, with_files
from tests.config.test_environment import COMPLETE

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A folder as an agent renders it, with a line feed at the end of each."""
    for name in FROM_FILES:
        (tmp_path / name).write_text(f"value of {name}\n".replace(" ", "-"))
    return tmp_path


@pytest.mark.parametrize("folder", ["HUANCUI_KEYS_DIR", "CREDENTIALS_DIRECTORY"])
def test_a_folder_gives_every_secret_there_is_in_it(vault: Path, folder: str) -> None:
    (vault / "HUANCUI_EMAIL_URL").unlink()
    found = with_files({folder: str(vault), "HUANCUI_HOSTS": "desk.example"})
    assert found["HUANCUI_INDEX_KEY"] == "value-of-HUANCUI_INDEX_KEY"
    assert found["DATABASE_URL"] == "value-of-DATABASE_URL"
    assert "HUANCUI_EMAIL_URL" not in found
    assert found["HUANCUI_HOSTS"] == "desk.example"


def test_a_file_by_itself_is_named_and_keys_may_stand_on_lines(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("1:abc\n2:def\n")
    found = with_files({"HUANCUI_FIELD_KEYS_FILE": str(tmp_path / "keys")})
    assert found["HUANCUI_FIELD_KEYS"] == "1:abc,2:def"


def test_what_is_said_twice_and_differs_is_refused_without_its_value(vault: Path) -> None:
    same = {"HUANCUI_KEYS_DIR": str(vault), "HUANCUI_SECRET_KEY": "value-of-HUANCUI_SECRET_KEY"}
    assert with_files(same)["HUANCUI_SECRET_KEY"] == "value-of-HUANCUI_SECRET_KEY"
    with pytest.raises(ImproperlyConfigured, match="HUANCUI_SECRET_KEY is said twice") as info:
        with_files(same | {"HUANCUI_SECRET_KEY": "another"})
    assert "another" not in str(info.value)
    assert "value-of" not in str(info.value)


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_may_write_is_refused(vault: Path, mode: int) -> None:
    (vault / "HUANCUI_INDEX_KEY").chmod(mode)
    with pytest.raises(ImproperlyConfigured, match="chmod go-w"):
        with_files({"HUANCUI_KEYS_DIR": str(vault)})


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe"])
def test_an_empty_or_unreadable_file_is_refused(vault: Path, content: bytes) -> None:
    (vault / "HUANCUI_INDEX_KEY").write_bytes(content)
    with pytest.raises(ImproperlyConfigured, match="HUANCUI_INDEX_KEY"):
        with_files({"HUANCUI_KEYS_DIR": str(vault)})


def test_a_file_that_was_named_and_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="HUANCUI_INDEX_KEY_FILE"):
        with_files({"HUANCUI_INDEX_KEY_FILE": str(tmp_path / "none")})


def test_production_starts_with_nothing_secret_in_its_environment(tmp_path: Path) -> None:
    """And what is read never enters it: child processes inherit no key."""
    for name in FROM_FILES:
        if COMPLETE.get(name):
            (tmp_path / name).write_text(COMPLETE[name])
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("HUANCUI_")},
        **{name: value for name, value in COMPLETE.items() if name not in FROM_FILES},
        "HUANCUI_MODE": "production",
        "HUANCUI_KEYS_DIR": str(tmp_path),
        "HUANCUI_DATA": str(tmp_path / "data"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    for name in ("DATABASE_URL", "REDIS_URL"):
        environ.pop(name, None)
    said = subprocess.run(
        [
            *(sys.executable, "-c"),
            "import os, django; django.setup()\n"
            "from accounts.keys import keyring\n"
            "from django.conf import settings\n"
            "assert keyring().current == 1 and settings.SEAL_KEYS\n"
            "print([n for n in os.environ if n in " + repr(FROM_FILES) + "])",
        ],
        cwd=REPOSITORY,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.stdout.strip() == "[]", said.stderr[-2000:]


def test_every_secret_that_production_needs_can_be_a_file() -> None:
    from config.environment import DATABASE_URLS, SECRETS

    assert {*SECRETS, *DATABASE_URLS} <= set(secret_files.FROM_FILES)


def test_a_folder_or_a_link_that_leads_nowhere_is_said(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"HUANCUI_KEYS_DIR names cannot be read: No"):
        with_files({"HUANCUI_KEYS_DIR": str(tmp_path / "not-there-yet")})
    (tmp_path / "HUANCUI_INDEX_KEY").symlink_to(tmp_path / "data" / "HUANCUI_INDEX_KEY")
    with pytest.raises(ImproperlyConfigured, match="HUANCUI_INDEX_KEY cannot be read where"):
        with_files({"HUANCUI_KEYS_DIR": str(tmp_path)})


def test_a_byte_order_mark_is_no_part_of_a_secret(tmp_path: Path) -> None:
    (tmp_path / "HUANCUI_INDEX_KEY").write_text("\ufeffabc\r\n")
    assert with_files({"HUANCUI_KEYS_DIR": str(tmp_path)})["HUANCUI_INDEX_KEY"] == "abc"
