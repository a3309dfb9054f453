"""Who said stop on one number has said so when the number changes."""

from __future__ import annotations

from datetime import datetime

from accounts.keys import keyring
from accounts.models import ContactPoint, User
from accounts.models.choices import Channel
from messaging.models import Suppression
from messaging.suppression.service import Wanted, suppress_all


def take_over(old: ContactPoint, new: ContactPoint, *, by: User, now: datetime) -> None:
    """An opt-out of the old number, from texts or from calls, is one of the new number too, and
    rests on the same reply or call. Two queries where there is one, else one."""
    before, after = ContactPoint.address.field.readable(old), new.address
    if before is None:
        return
    hashes = {
        keyring().suppression_hash(before, channel): channel
        for channel in (Channel.SMS, Channel.PHONE)
    }
    stood = Suppression.objects.filter(
        address_hash__in=hashes, kind=Suppression.Kind.OPT_OUT, lifted_at=None
    )
    wanted = [
        Wanted(
            each.channel,
            keyring().suppression_hash(after, each.channel),
            each.kind,
            each.source,
            now,
            by=by,
        )
        for each in stood
        if hashes[bytes(each.address_hash)] == each.channel
    ]
    if wanted:
        suppress_all(wanted)
