"""Whether this process has the keys that the values in the database were made with.

A process that lacks one, or has another under its number, can neither read names nor find who has
opted out. That is a fault of the installation, and must not become a fact about a customer: it
works nothing, and says so, until it is started with the right keys.
"""

from __future__ import annotations

import logging
from datetime import datetime

from accounts.keys import keyring
from accounts.models.known_key import KnownKey
from accounts.privacy.keyring import Keyring

log = logging.getLogger(__name__)


class KeysMissing(Exception):
    """Names the variables at fault, never a key."""


def missing(keys: Keyring | None = None) -> list[str]:
    """Which known keys this process lacks, or has otherwise, as `HUANCUI_FIELD_KEYS 2`."""
    ours = (keys or keyring()).fingerprints()
    known = KnownKey.objects.filter(retired_at=None).order_by("purpose", "key_id")
    return [
        f"{each.get_purpose_display()} {each.key_id or ''}".rstrip()
        for each in known
        if ours.get((each.purpose, each.key_id)) != bytes(each.fingerprint)
    ]


def are_here() -> bool:
    """Whether this process may work; else the log says what it lacks."""
    lacking = missing()
    if lacking:
        log.error(
            "this process does nothing: it lacks %s, which values in the database were made "
            "with; start it with the keys of the others",
            ", ".join(lacking),
        )
    return not lacking


def require() -> None:
    """Raise KeysMissing when this process may not work."""
    if lacking := missing():
        raise KeysMissing(
            f"This process lacks {', '.join(lacking)}, which values in the database were made with."
        )


def make_known(*, now: datetime, keys: Keyring | None = None) -> None:
    """Before anything is written with them: every other process is held to them from now on."""
    keys = keys or keyring()
    written_with = {
        (KnownKey.Purpose.FIELD.value, keys.current),
        (KnownKey.Purpose.INDEX.value, keys.current_index),
        (KnownKey.Purpose.SUPPRESSION.value, 0),
    }
    known = set(KnownKey.objects.values_list("purpose", "key_id"))
    found = keys.fingerprints()
    KnownKey.objects.bulk_create(
        [
            KnownKey(
                purpose=purpose, key_id=key_id, fingerprint=found[purpose, key_id], known_since=now
            )
            for purpose, key_id in sorted(written_with - known)
        ],
        ignore_conflicts=True,
    )


def retire_others(purpose: KnownKey.Purpose, *, now: datetime, keys: Keyring | None = None) -> None:
    """Nothing is under another field key, or index key, any more."""
    keys = keys or keyring()
    newest = keys.current if purpose == KnownKey.Purpose.FIELD else keys.current_index
    others = KnownKey.objects.filter(purpose=purpose, retired_at=None)
    others.exclude(key_id=newest).update(retired_at=now)


def do_without_lost_index_keys(*, now: datetime, keys: Keyring | None = None) -> None:
    """After a restore for which somebody said that they are gone."""
    ours = (keys or keyring()).fingerprints()
    for known in KnownKey.objects.filter(purpose=KnownKey.Purpose.INDEX, retired_at=None):
        if ours.get((known.purpose, known.key_id)) != bytes(known.fingerprint):
            KnownKey.objects.filter(pk=known.pk).update(retired_at=now)
