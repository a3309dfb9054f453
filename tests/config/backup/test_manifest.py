"""What a backup says of itself."""

import dataclasses
import json

import pytest

from config.backup.manifest import Content, Manifest, NotABackup, check_values, read

KEY = b"k" * 32
MADE = Manifest(
    made_at="2026-09-15T10:30:00+00:00",
    mode="production",
    server="18.1",
    field_key=2,
    keys={"HUANCUI_FIELD_KEYS 2": "ab", "HUANCUI_INDEX_KEY": "cd"},
    migrations=("accounts.0001_initial",),
    link=7,
    head="ff",
    database=Content(3, "00"),
    uploads={"a.sealed": Content(1, "11")},
).signed(KEY)


def test_it_reads_back_what_was_written() -> None:
    assert read(MADE.text()) == MADE
    assert read(MADE.text()).is_signed_with(KEY)


@pytest.mark.parametrize("name", [f.name for f in dataclasses.fields(Manifest) if f.name != "mac"])
def test_no_part_of_it_changes_unnoticed(name: str) -> None:
    said = json.loads(MADE.text())
    changed = {"field_key": 1, "link": 8, "migrations": [], "keys": {}, "uploads": {}}
    said[name] = changed.get(name, {"size": 4, "sha256": "00"} if name == "database" else "x")
    assert not read(json.dumps(said)).is_signed_with(KEY)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 1}', '{"format": 2}', "null"])
def test_what_is_no_manifest_is_said_so(text: str) -> None:
    with pytest.raises(NotABackup):
        read(text)


def test_each_key_has_a_check_value_and_none_is_in_it() -> None:
    found = check_values({"HUANCUI_FIELD_KEYS": "1:first,2:second", "HUANCUI_INDEX_KEY": "third"})
    assert list(found) == ["HUANCUI_FIELD_KEYS 1", "HUANCUI_FIELD_KEYS 2", "HUANCUI_INDEX_KEY"]
    assert len(set(found.values())) == 3
    assert not any(key in value for key in ("first", "second", "third") for value in found.values())
    assert found == check_values(
        {"HUANCUI_FIELD_KEYS": "1:first, 2:second", "HUANCUI_INDEX_KEY": "third"}
    )
