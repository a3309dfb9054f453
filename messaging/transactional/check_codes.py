"""Codes by which a customer checks a text: made at the claim, looked up on the customer's page.

Kept is a keyed hash of the code together with the last four digits of the number the text went to.
So an unknown code and a wrong number are one and the same miss of one look-up: nobody learns which
it was, not by the answer and not by its time.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection

from accounts.keys import keyring
from accounts.privacy.keyring import netstrings
from messaging.content.check_code import BYTES, PHONE_DIGITS, codes
from messaging.models.message_states import LEFT

PURPOSE = "message.check_code"

CODE_LASTS = timedelta(days=180)
"""How long a text can be checked. Our own proposal: longer than any text is acted upon."""

FORGOTTEN_AT_ONCE = 10_000
MOST_BATCHES = 300
"""Of so many codes each, in one day's round: more than are made in a day."""

_REDRAWN = 8
"""Drawn beyond those needed, for the few that are left out."""

_STORE = """
INSERT INTO messaging_checkcode (code_hash, message_id, made_at)
SELECT v.code_hash, v.message_id, %s FROM unnest(%s::bytea[], %s::bigint[])
    AS v (code_hash, message_id)
"""
_FIND = """
SELECT m.id, m.customer_id, m.contact_point_id, m.handed_over_at
FROM messaging_checkcode k JOIN messaging_message m ON m.id = k.message_id
WHERE k.code_hash = ANY (%s) AND k.made_at > %s AND m.lender_id = %s AND m.state = ANY (%s)
  AND m.handed_over_at IS NOT NULL
"""
_FORGET = """
DELETE FROM messaging_checkcode WHERE code_hash = ANY (ARRAY(
    SELECT code_hash FROM messaging_checkcode WHERE made_at <= %s
    ORDER BY made_at LIMIT %s FOR UPDATE SKIP LOCKED))
"""


class Checked(NamedTuple):
    """A text of ours: whose, where it went, and when."""

    message_id: int
    customer_id: int | None
    contact_point_id: int | None
    handed_over_at: datetime


def draw(count: int) -> list[str]:
    """That many fresh codes; chance is asked for once."""
    made: list[str] = []
    while len(made) < count:
        made += codes(secrets.token_bytes(BYTES * (count - len(made) + _REDRAWN)))
    return made[:count]


def store(given: Iterable[tuple[int, str, str]], now: datetime) -> None:
    """Make codes findable: (message id, code, address) of each. One statement.

    Two equal hashes are refused by the database and end the batch, which is then claimed anew with
    other codes; among ten million texts that befalls one batch in two million.
    """
    ids, hashes = [], []
    for message_id, code, address in given:
        ids.append(message_id)
        hashes.append(_hash(code, address[-PHONE_DIGITS:]))
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(_STORE, [now, hashes, ids])


def find(*, code: str, digits: str, lender_id: int, now: datetime) -> Checked | None:
    """The text that was sent with this code to a number ending so; always one query. Both as
    `content.check_code` reads what was typed."""
    wanted = keyring().blind_indexes(netstrings((code, digits)), PURPOSE)
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [wanted, now - CODE_LASTS, lender_id, list(LEFT)])
        row = cursor.fetchone()
    return Checked._make(row) if row else None


def forget_ended(now: datetime) -> int:
    """Delete the codes that find nothing any more; how many. Each batch commits by itself, so one
    that is cut off is taken up by the next round."""
    forgotten = 0
    for _batch in range(MOST_BATCHES):
        with connection.cursor() as cursor:
            cursor.execute(_FORGET, [now - CODE_LASTS, FORGOTTEN_AT_ONCE])
            forgotten += cursor.rowcount
            if cursor.rowcount < FORGOTTEN_AT_ONCE:
                break
    return forgotten


def _hash(code: str, digits: str) -> bytes:
    return keyring().blind_index(netstrings((code, digits)), PURPOSE)
