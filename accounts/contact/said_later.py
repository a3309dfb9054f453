"""Whether a customer has said otherwise of a consent since a day: what comes from the lender's
records never takes the place of a later word of theirs.

A record names a day, and a day is the lender's. Where both fall on one day nobody can tell which
came last: then “no” counts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from accounts.models import Lender

SAID_NO: list[Callable[[Collection[int]], Iterable[tuple[int, str, datetime]]]] = []
"""Who keeps a “no” of a customer elsewhere registers here: (customer, kind, when), the last."""

# `s`: customer_id, lender_id, kind, agreed, said_on.
BEGINS = """(s.said_on::timestamp AT TIME ZONE COALESCE(
    (SELECT l.timezone FROM accounts_lender l WHERE l.id = s.lender_id), %(zone)s))"""
OVERRULED = f"""EXISTS (
    SELECT FROM accounts_consent n WHERE n.customer_id = s.customer_id AND n.kind = s.kind
    AND CASE WHEN s.agreed THEN n.revoked_at >= {BEGINS}
        ELSE n.revoked_at IS NULL AND n.given_at >= {BEGINS} + interval '1 day' END)"""
_ASKED = f"""
SELECT s.place, s.customer_id, s.kind, s.agreed, {BEGINS}, {OVERRULED}
FROM unnest(%(customers)s::bigint[], %(lenders)s::bigint[], %(kinds)s::text[],
            %(agreed)s::bool[], %(days)s::date[])
    WITH ORDINALITY AS s (customer_id, lender_id, kind, agreed, said_on, place)
"""  # noqa: S608 - constants


class Word(NamedTuple):
    """What a customer is said to have said of one kind of consent on a day of the lender's."""

    customer_id: int
    lender_id: int | None
    kind: str
    agreed: bool
    on: date


def said_otherwise_later(words: Sequence[Word]) -> set[int]:
    """The places of the words that do not count any more. Two queries, none without words."""
    if not words:
        return set()
    values: dict[str, Any] = {
        "customers": [each.customer_id for each in words],
        "lenders": [each.lender_id for each in words],
        "kinds": [each.kind for each in words],
        "agreed": [each.agreed for each in words],
        "days": [each.on for each in words],
        "zone": settings.TEAM_ZONE,
    }
    people = {each.customer_id for each in words if each.agreed}
    said_no = {(pk, kind): at for asks in SAID_NO for pk, kind, at in asks(people)}
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, values)
        return {
            place - 1
            for place, customer_id, kind, agreed, begins, overruled in cursor.fetchall()
            if overruled
            or (agreed and (at := said_no.get((customer_id, kind))) is not None and at >= begins)
        }


def beginning_of(day: date, lender: Lender | None) -> datetime:
    """The moment from which a word of that day counts."""
    zone = ZoneInfo(lender.timezone if lender else settings.TEAM_ZONE)
    return datetime.combine(day, time.min, zone)
