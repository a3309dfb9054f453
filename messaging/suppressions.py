"""Addresses that must not be written to: entering one stops what is on its way to it.

An address is suppressed for everybody in whose file it stands, over all lenders, until a person
lifts it with evidence.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from messaging import outbox
from messaging.dispatch.reasons import OPTED_OUT
from messaging.models import Suppression


@dataclass(frozen=True, slots=True)
class Wanted:
    """An address to be suppressed. `source` says what it rests on, as `reply:17`."""

    address_hash: bytes
    kind: str
    source: str
    at: datetime
    by: User | None = None
    needs_review: bool = False


# By address, so that two who suppress the same ones do not wait for each other.
_SUPPRESS = """
INSERT INTO messaging_suppression (channel, address_hash, kind, source, at, entered_by_id,
    needs_review, lift_evidence)
SELECT %(channel)s, v.hash, v.kind, v.source, v.at, v.by, v.review, ''
FROM unnest(%(hashes)s::bytea[], %(kinds)s::text[], %(sources)s::text[], %(at)s::timestamptz[],
            %(by)s::bigint[], %(review)s::bool[])
    WITH ORDINALITY AS v (hash, kind, source, at, by, review, place)
ORDER BY v.hash, v.place
ON CONFLICT DO NOTHING
RETURNING address_hash, id
"""


@transaction.atomic(savepoint=False)
def suppress_all(
    wanted: Sequence[Wanted], *, channel: str, lock_too: Collection[int] = ()
) -> dict[bytes, int]:
    """Suppress addresses and cancel their open messages; again changes nothing, and of two about
    one address the first counts. The ids of the new ones by address.

    `lock_too`: customers whose messages the caller will change afterwards.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _SUPPRESS,
            {
                "channel": channel,
                "hashes": [w.address_hash for w in wanted],
                "kinds": [str(w.kind) for w in wanted],
                "sources": [w.source for w in wanted],
                "at": [w.at for w in wanted],
                "by": [w.by.pk if w.by else None for w in wanted],
                "review": [w.needs_review for w in wanted],
            },
        )
        made = {bytes(address_hash): pk for address_hash, pk in cursor.fetchall()}
    outbox.cancel_for_addresses(
        channel,
        {w.address_hash for w in wanted},
        reason=OPTED_OUT,
        now=max(w.at for w in wanted),
        lock_too=lock_too,
    )
    return made


@transaction.atomic
def suppress(
    *,
    channel: str,
    address_hash: bytes,
    kind: str,
    source: str,
    now: datetime,
    by: User | None = None,
    needs_review: bool = False,
) -> tuple[Suppression, bool]:
    """The same for one address: the suppression in force and whether it is new."""
    wanted = Wanted(address_hash, kind, source, now, by=by, needs_review=needs_review)
    made = suppress_all([wanted], channel=channel)
    in_force = Suppression.objects.get(channel=channel, address_hash=address_hash, lifted_at=None)
    return in_force, bool(made)


@transaction.atomic
def lift(suppression: Suppression, *, by: User, evidence: str, now: datetime) -> bool:
    """Allow writing to the address again. False: somebody already had.

    Raises PermissionDenied, or ValidationError when no evidence is named.
    """
    if not by.has_perm("messaging.lift_suppression"):
        raise PermissionDenied
    if not evidence.strip():
        raise ValidationError(_("Say on what evidence the suppression is lifted."))
    changed = Suppression.objects.filter(pk=suppression.pk, lifted_at=None).update(
        lifted_at=now, lifted_by=by, lift_evidence=evidence.strip()
    )
    return bool(changed)
