"""The keys a backup needs, held against those this installation has."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

from accounts.keys import keyring
from accounts.privacy.keyring import Keyring, numbered
from config.backup.manifest import Manifest, check_values

PURPOSE = "backup.database"
_MAC_SALT = b"huancui backup manifest".ljust(32, b"\0")

COSTS: Mapping[str, str] = {
    "HUANCUI_FIELD_KEYS": (
        "without it no name, number, text or file can be read, and this backup cannot be opened"
    ),
    "HUANCUI_SUPPRESSION_KEY": (
        "without it nobody is known to have opted out, and they would be written to again"
    ),
    "HUANCUI_INDEX_KEY": (
        "without it nobody is found by a number or address until `rotate_index` has made all "
        "indexes anew, and customers' identity secrets are lost"
    ),
}
"""What a restore says of a key that is not the backup's; docs/backup.md says it of all."""

CAN_BE_LOST = frozenset({"HUANCUI_INDEX_KEY"})
"""With these gone a restore may go on, where somebody says so."""


def now() -> dict[str, str]:
    """Check values of the keys of this process."""
    return check_values(
        {
            "HUANCUI_FIELD_KEYS": settings.FIELD_KEYS,
            "HUANCUI_INDEX_KEY": numbered(settings.INDEX_KEY),
            "HUANCUI_SUPPRESSION_KEY": settings.SUPPRESSION_KEY,
        }
    )


def missing(manifest: Manifest) -> list[str]:
    """Names of the backup's keys that are not here, or are others here."""
    here = now()
    return [name for name, value in sorted(manifest.keys.items()) if here.get(name) != value]


def mac_key(number: int, keys: Keyring | None = None) -> bytes:
    """What a manifest is signed with; of a field key, so that who has not the keys makes none."""
    return (keys or keyring()).derive_file_key(number, _MAC_SALT)
