"""What a backup says of itself: how it was made, what is in it, and which keys it needs. Pure.

The keys are not in it. Of each there is a check value, by which a restore tells the right one from
another before it changes anything.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

FILE = "manifest.json"
FORMAT = 1
CHECK_BYTES = 8
"""Enough to tell keys apart, and far too little to find one of 256 bits by."""


class NotABackup(Exception):
    """Not written by us, altered, or by a later version of this software."""


@dataclass(frozen=True, slots=True)
class Content:
    """One file of the backup. `sha256` is of the bytes as they lie there, sealed."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`keys`: check values by name of the key. `migrations`: "app.name" of each that the database
    had. `head`: of the sealed chain then, as hex; "" where nothing was sealed. `mac` is made with a
    field key over all the rest, so that no part comes from another backup."""

    made_at: str
    mode: str
    server: str
    field_key: int
    keys: Mapping[str, str]
    migrations: tuple[str, ...]
    link: int
    head: str
    database: Content
    uploads: Mapping[str, Content]
    mac: str = ""

    def text(self) -> str:
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1, sort_keys=True) + "\n"

    def signed(self, key: bytes) -> Manifest:
        return replace(self, mac=self._mac(key))

    def is_signed_with(self, key: bytes) -> bool:
        return hmac.compare_digest(self.mac, self._mac(key))

    def _mac(self, key: bytes) -> str:
        return hmac.digest(key, replace(self, mac="").text().encode(), "sha256").hex()


def read(text: str) -> Manifest:
    """Raises NotABackup."""
    try:
        said: dict[str, Any] = json.loads(text)
        if said.pop("format") != FORMAT:
            raise NotABackup("it was written by a later version of this software")
        return Manifest(
            **{
                **said,
                "migrations": tuple(said["migrations"]),
                "database": Content(**said["database"]),
                "uploads": {name: Content(**each) for name, each in said["uploads"].items()},
            }
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotABackup("its manifest cannot be read") from error


def check_value(key: str) -> str:
    """Of a key as it is configured, without its number."""
    return hmac.digest(b"huancui key check", key.encode(), hashlib.sha256)[:CHECK_BYTES].hex()


def check_values(configured: Mapping[str, str]) -> dict[str, str]:
    """By name; a numbered key as "HUANCUI_FIELD_KEYS 2"."""
    found: dict[str, str] = {}
    for name, text in configured.items():
        for part in filter(None, (each.strip() for each in text.split(","))):
            number, colon, key = part.partition(":")
            found[f"{name} {number}" if colon else name] = check_value(key if colon else number)
    return found
