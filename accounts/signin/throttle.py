"""Tries to sign in, counted in the database before they are made: all processes count together.

A try is counted as wrong first and given back when it was right, so tries made side by side cannot
slip past the count. A try that has to wait is not made, and not counted: who hammers at the door
keeps nobody out for longer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction

from accounts.keys import keyring
from accounts.models import SignInCount
from accounts.privacy.keyring import netstrings
from accounts.signin.limits import EVERYWHERE, Limit, wait_after

PURPOSE = "signin.place"
Places = Mapping[bytes, Limit]

_LOCKED = """
INSERT INTO accounts_signincount AS c (place_hash, tries, free_at, ends_at)
SELECT place, 0, %(now)s, %(now)s FROM unnest(%(places)s::bytea[]) AS place ORDER BY place
ON CONFLICT (place_hash) DO UPDATE SET tries = c.tries
RETURNING place_hash, tries, free_at, ends_at
"""
_COUNT = """
UPDATE accounts_signincount AS c SET tries = v.tries, free_at = v.free_at, ends_at = v.ends_at,
    told = c.told AND v.tries > 1
FROM unnest(%(places)s::bytea[], %(tries)s::int[], %(free)s::timestamptz[],
            %(ends)s::timestamptz[]) AS v (place_hash, tries, free_at, ends_at)
WHERE c.place_hash = v.place_hash
"""
_GIVE_BACK = """
UPDATE accounts_signincount SET tries = GREATEST(tries - 1, 0), free_at = LEAST(free_at, %(now)s)
WHERE place_hash IN (
    SELECT place_hash FROM accounts_signincount WHERE place_hash = ANY(%(places)s)
    ORDER BY place_hash FOR UPDATE)
"""


def place(limit: Limit, *parts: str) -> bytes:
    """What a count is kept under: a keyed hash, so the table names nobody."""
    return keyring().blind_index(netstrings((limit.name, *parts)), PURPOSE)


def count(places: Places, *, now: datetime) -> datetime | None:
    """Count one try at all of these places, or none where one has to wait: until when.

    Commits by itself. Locks the places in the order of their hashes.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCKED, {"places": list(places), "now": now})
        rows = [(bytes(row[0]), *row[1:]) for row in cursor.fetchall()]
        until = max((free_at for _, _, free_at, _ in rows), default=now)
        if until > now:
            return until
        counted = []
        for hashed, tries, _free_at, ends_at in rows:
            limit = places[hashed]
            new = 1 if ends_at <= now else tries + 1
            ends = now + limit.within if new == 1 else ends_at
            counted.append((hashed, new, now + wait_after(limit, new), ends))
        names = ("places", "tries", "free", "ends")
        columns = map(list, zip(*counted, strict=True))
        cursor.execute(_COUNT, dict(zip(names, columns, strict=True)))
    return None


def give_back(places: Places, *, forget: Places, now: datetime) -> None:
    """The try was right: it counts nowhere, and what was wrong at `forget` is forgotten."""
    SignInCount.objects.filter(place_hash__in=list(forget)).update(tries=0, free_at=now)
    with connection.cursor() as cursor:
        cursor.execute(_GIVE_BACK, {"places": list(places), "now": now})


def wrong_lately(now: datetime) -> int:
    """How many wrong tries there were everywhere, when they are enough for an alarm; else 0."""
    row = SignInCount.objects.filter(pk=place(EVERYWHERE), ends_at__gt=now).first()
    return row.tries if row and row.tries >= EVERYWHERE.free else 0


def take_alarm(now: datetime) -> int:
    """As `wrong_lately`, once a window: whoever gets a number tells it."""
    tries = wrong_lately(now)
    untold = SignInCount.objects.filter(pk=place(EVERYWHERE), told=False)
    return tries if tries and untold.update(told=True) else 0


def forget_ended(now: datetime) -> int:
    """Delete counts whose time is over and at which nobody waits; how many."""
    return SignInCount.objects.filter(ends_at__lte=now, free_at__lte=now).delete()[0]
