"""How often a place may try: counted in the database, so all processes count together.

Full is full for everybody alike: a code that exists and one that does not are counted the same.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection

from accounts.keys import keyring
from accounts.privacy.keyring import netstrings

PURPOSE = "page.place"

FORGOTTEN_AT_ONCE = 1000
MOST_BATCHES = 1000
"""Of so many counts each, in one run; what is left is taken up by the next."""

_COUNT = """
INSERT INTO feedback_throttle AS t (place_hash, tries, ends_at)
SELECT v.place_hash, 1, v.ends_at
FROM unnest(%(places)s::bytea[], %(ends)s::timestamptz[]) AS v (place_hash, ends_at)
ORDER BY v.place_hash
ON CONFLICT (place_hash) DO UPDATE SET
    tries = CASE WHEN t.ends_at <= %(now)s THEN 1 ELSE LEAST(t.tries + 1, 1000000) END,
    ends_at = CASE WHEN t.ends_at <= %(now)s THEN excluded.ends_at ELSE t.ends_at END
RETURNING place_hash, tries
"""
_FORGET = """
DELETE FROM feedback_throttle WHERE place_hash IN (
    SELECT place_hash FROM feedback_throttle WHERE ends_at <= %s LIMIT %s
    FOR UPDATE SKIP LOCKED)
"""


class Limit(NamedTuple):
    """At most `tries` from one place in a window that begins with the first of them."""

    name: str
    tries: int
    within: timedelta


# Our own proposals. Thousands of phones share one address of a carrier, so the first is generous;
# even so, who tries day and night finds one of ten million texts in a thousand years.
CHECKS_FROM_AN_ADDRESS = Limit("check.address", 30, timedelta(minutes=10))
CHECKS_OF_A_CODE = Limit("check.code", 10, timedelta(hours=1))
SECRETS_FROM_AN_ADDRESS = Limit("secret.address", 20, timedelta(hours=1))
# A code by text costs money and a moment of somebody's peace; nobody needs four a day.
ONE_TIME_FROM_AN_ADDRESS = Limit("one_time.address", 10, timedelta(hours=1))
ONE_TIME_TO_A_NUMBER = Limit("one_time.number", 3, timedelta(days=1))
ONE_TIME_EVERYWHERE = Limit("one_time.all", 2000, timedelta(hours=1))
WORDS_OF_A_TEXT = Limit("words.text", 10, timedelta(days=1))


def within_limits(places: Collection[tuple[Limit, str]], *, now: datetime) -> bool:
    """Count one try at each of these places; False when one of them has had too many.

    A place is kept as a keyed hash. One statement, whatever the places are.
    """
    limits = {_hash(limit, place): limit for limit, place in places}
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT,
            {
                "places": list(limits),
                "ends": [now + limit.within for limit in limits.values()],
                "now": now,
            },
        )
        counted = {bytes(place): tries for place, tries in cursor.fetchall()}
    return all(counted[place] <= limit.tries for place, limit in limits.items())


def forget_ended(now: datetime) -> int:
    """Delete counts whose window is over; how many. Each batch commits by itself."""
    forgotten = 0
    for _batch in range(MOST_BATCHES):
        with connection.cursor() as cursor:
            cursor.execute(_FORGET, [now, FORGOTTEN_AT_ONCE])
            forgotten += cursor.rowcount
            if cursor.rowcount < FORGOTTEN_AT_ONCE:
                break
    return forgotten


def _hash(limit: Limit, place: str) -> bytes:
    return keyring().blind_index(netstrings((limit.name, place)), PURPOSE)
