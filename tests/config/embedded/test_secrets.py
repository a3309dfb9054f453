"""Secrets are made once, and only their owner reads them."""

import base64
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config.embedded.errors import EmbeddedError
from config.embedded.secrets import sandbox_secrets


def test_a_sandbox_keeps_its_secrets(tmp_path: Path) -> None:
    assert sandbox_secrets(tmp_path / "data") == sandbox_secrets(tmp_path / "data")
    assert sandbox_secrets(tmp_path / "data") != sandbox_secrets(tmp_path / "other")


def test_the_keys_have_32_bytes(tmp_path: Path) -> None:
    made = sandbox_secrets(tmp_path / "data")
    number, _, field_key = made["HUANCUI_FIELD_KEYS"].partition(":")
    assert number == "1"
    for key in (field_key, made["HUANCUI_INDEX_KEY"], made["HUANCUI_SUPPRESSION_KEY"]):
        assert len(base64.b64decode(key)) == 32


def test_nobody_else_may_read_them(tmp_path: Path) -> None:
    sandbox_secrets(tmp_path / "data")
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "data" / "secrets.json").stat().st_mode) == 0o600


def test_of_several_first_starts_at_once_one_wins(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: sandbox_secrets(tmp_path / "data"), range(32)))
    assert all(one == made[0] for one in made)
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secrets.json"]


def test_a_damaged_file_is_named_and_not_replaced(tmp_path: Path) -> None:
    sandbox_secrets(tmp_path / "data")
    (tmp_path / "data" / "secrets.json").write_text("{")
    with pytest.raises(EmbeddedError, match=r"secrets\.json is damaged"):
        sandbox_secrets(tmp_path / "data")
