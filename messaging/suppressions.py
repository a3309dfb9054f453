"""Addresses that must not be written to: entering one stops what is on its way to it.

An address is suppressed for everybody in whose file it stands, over all lenders, until a person
lifts it with evidence.
"""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from messaging import outbox
from messaging.dispatch.reasons import OPTED_OUT
from messaging.models import Suppression


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
    """Suppress an address and cancel its open messages; again changes nothing.

    Returns the suppression in force and whether it is new. `source` says what it rests on, as
    `reply:17`.
    """
    made = True
    try:
        with transaction.atomic():
            suppression = Suppression.objects.create(
                channel=channel,
                address_hash=address_hash,
                kind=kind,
                source=source,
                at=now,
                entered_by=by,
                needs_review=needs_review,
            )
    except IntegrityError:
        made = False
        suppression = Suppression.objects.get(
            channel=channel, address_hash=address_hash, lifted_at=None
        )
    outbox.cancel_for_address(channel, address_hash, reason=OPTED_OUT, now=now)
    return suppression, made


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
