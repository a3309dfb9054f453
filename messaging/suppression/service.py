"""Addresses that must not be written to: entering one stops what is on its way to it.

An address is suppressed for everybody in whose file it stands, over all lenders, until two people
lift it with evidence. Of two reasons the stronger stands: "wrong person" over any other, so that
nobody who lifts an opt-out reopens a stranger's number with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.database import refusals
from accounts.errors import Refused
from accounts.input.reasons import given
from accounts.models import User
from accounts.rules.lifting import Lifting
from messaging.models import Suppression
from messaging.models.message_reasons import OPTED_OUT
from messaging.models.suppression import MENDED_WITHIN
from messaging.outbox import changes as outbox
from messaging.outbox.locks import lock_all

LONGEST_EVIDENCE = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """An address to be suppressed. `source` says what it rests on, as `reply:17`."""

    channel: str
    address_hash: bytes
    kind: str
    source: str
    at: datetime
    by: User | None = None
    needs_review: bool = False


# By channel and address, texts before calls, so that two who suppress the same ones do not wait
# for each other. A row that was there before is locked by this, so its xmax is not 0.
_SUPPRESS = """
INSERT INTO messaging_suppression (channel, address_hash, kind, source, at, entered_by_id,
    needs_review, lift_evidence)
SELECT v.channel, v.hash, v.kind, v.source, v.at, v.by, v.review, ''
FROM unnest(%(channels)s::text[], %(hashes)s::bytea[], %(kinds)s::text[], %(sources)s::text[],
            %(at)s::timestamptz[], %(by)s::bigint[], %(review)s::bool[])
    AS v (channel, hash, kind, source, at, by, review)
ORDER BY v.channel DESC, v.hash
ON CONFLICT (channel, address_hash) WHERE lifted_at IS NULL
DO UPDATE SET kind = EXCLUDED.kind, needs_review = EXCLUDED.needs_review
WHERE EXCLUDED.kind = 'wrong_party' AND messaging_suppression.kind <> 'wrong_party'
RETURNING address_hash, id, xmax = 0
"""


@transaction.atomic(savepoint=False)
def suppress_all(wanted: Sequence[Wanted]) -> dict[bytes, int]:
    """Suppress addresses and cancel their open messages; again changes nothing, and of two about
    one address the first counts, only that "wrong person" raises it. The ids of the new ones by
    address.

    Whoever changes other messages in the same transaction has locked them all before
    (`locks.lock_all`).
    """
    once = list(_one_each(wanted))
    channels, hashes = {w.channel for w in once}, {w.address_hash for w in once}
    lock_all(hashes=hashes, channels=channels)
    with connection.cursor() as cursor:
        cursor.execute(
            _SUPPRESS,
            {
                "channels": [w.channel for w in once],
                "hashes": [w.address_hash for w in once],
                "kinds": [str(w.kind) for w in once],
                "sources": [w.source for w in once],
                "at": [w.at for w in once],
                "by": [w.by.pk if w.by else None for w in once],
                "review": [w.needs_review for w in once],
            },
        )
        made = {bytes(address_hash): pk for address_hash, pk, is_new in cursor.fetchall() if is_new}
    outbox.cancel_for_addresses(channels, hashes, reason=OPTED_OUT, now=max(w.at for w in wanted))
    return made


def _one_each(wanted: Sequence[Wanted]) -> Iterable[Wanted]:
    """As one after the other would leave them: a statement changes no row twice."""
    found: dict[tuple[str, bytes], Wanted] = {}
    for each in wanted:
        first = found.setdefault((each.channel, each.address_hash), each)
        if each.kind == Suppression.Kind.WRONG_PARTY != first.kind:
            found[each.channel, each.address_hash] = replace(
                first, kind=each.kind, needs_review=each.needs_review
            )
    return found.values()


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
    wanted = Wanted(channel, address_hash, kind, source, now, by=by, needs_review=needs_review)
    made = suppress_all([wanted])
    in_force = Suppression.objects.get(channel=channel, address_hash=address_hash, lifted_at=None)
    return in_force, bool(made)


def mend(*, channel: str, address_hash: bytes, source: str, now: datetime) -> bool:
    """Take back an opt-out pressed by mistake, on the page it was pressed on and soon after.
    False: there is none, or it is too late; what was cancelled stays so."""
    slips = mendable(channel=channel, address_hash=address_hash, source=source, now=now)
    return bool(slips.update(lifted_at=now, lift_evidence=source))


def mendable(
    *, channel: str, address_hash: bytes, source: str, now: datetime
) -> QuerySet[Suppression]:
    """The opt-out of this address that this very page may take back still."""
    return Suppression.objects.filter(
        channel=channel,
        address_hash=address_hash,
        kind=Suppression.Kind.OPT_OUT,
        source=source,
        at__gte=now - MENDED_WITHIN,
        lifted_at=None,
    )


@transaction.atomic
def lift(suppression: Suppression, *, by: User, evidence: str, now: datetime) -> Lifting:
    """The first person asks, on evidence; another one, later, allows writing to the address again.

    Until then it stands. Raises PermissionDenied, or Refused when no evidence is named, the same
    person asks again, or who would lift it does not work with every lender of the number.
    """
    if not by.has_perm("messaging.lift_suppression"):
        raise PermissionDenied
    evidence = given(evidence, ask=_("Say on what evidence the suppression is lifted."))
    with transaction.atomic():
        rows = Suppression.objects.select_for_update(of=("self",))
        fresh = rows.filter(pk=suppression.pk, lifted_at=None).first()
        if fresh is None:
            return Lifting.OVER
        if fresh.lift_asked_by_id == by.pk:
            raise Refused(_("You have asked for it: another person lifts it."))
        if fresh.lift_asked_by_id is None:
            fresh.lift_asked_by, fresh.lift_evidence = by, evidence
            fresh.save(update_fields=["lift_asked_by", "lift_evidence"])
            return Lifting.ASKED
        fresh.lifted_at, fresh.lifted_by = now, by
        fresh.lift_evidence = f"{fresh.lift_evidence} · {evidence}"[:LONGEST_EVIDENCE]
        # An opt-out counts for every lender whose customer the number is: so does its lifting.
        with refusals.guarded({}):
            fresh.save(update_fields=["lifted_at", "lifted_by", "lift_evidence"])
        return Lifting.LIFTED
