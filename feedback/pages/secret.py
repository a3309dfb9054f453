"""The second door: the last four of the identity card, which text and number do not reveal."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction

from accounts.disclosure import watching
from accounts.keys import keyring
from accounts.models import Customer, Watched
from feedback.models import SecretTry, SecretUnlock
from messaging.models import Message

MOST_WRONG = 5
LOCKED_FOR = timedelta(hours=24)
"""Five wrong tries close the door for a day. Our own proposal: at that pace, going through all
eleven thousand endings takes six years."""

LENGTH = 4

LASTING = 10
"""Wrong tries with no right one since: the door stays shut until two of staff have unlocked it. The
last four of an identity card are known to be one of five hundred to whoever knows birthday and
birthplace; at ten tries such a person gets in in one case of fifty. Our own proposal."""

EVERYWHERE_WITHIN = timedelta(hours=1)
EVERYWHERE_ALARM, EVERYWHERE_MOST = 60, 300
"""Wrong tries over all customers in an hour: the auditor is told; no secret is compared any more.
People mistype; a list of codes tried one after the other looks like this. Our own proposal."""


class Outcome(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"
    LASTING = "lasting"
    """Shut for good, until staff unlock it."""
    BUSY = "busy"
    """So much is tried everywhere that nothing is compared for now."""
    NONE = "none"
    """No secret is on file; the customer is asked to call."""


@transaction.atomic
def enter(customer: Customer, *, message: Message, typed: str, now: datetime) -> Outcome:
    """Try the secret of whoever this text went to; right or wrong, the try is recorded.

    Tries of one customer come one after the other, however many processes ask. While locked,
    nothing is compared.
    """
    locked = Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    kept, keys = locked.id_last4_hash, keyring()
    if kept is None or not keys.knows(kept) or locked.erased_at is not None:
        return Outcome.NONE
    if is_locked_for_good(locked):
        return Outcome.LASTING
    if is_locked(locked, now):
        return Outcome.LOCKED
    if wrong_everywhere(now) >= EVERYWHERE_MOST:
        return Outcome.BUSY
    right = keys.is_secret(kept, read(typed), locked.customer_no)
    SecretTry.objects.create(customer=locked, message=message, at=now, right=right)
    if right:
        return Outcome.RIGHT
    if (tried := wrong_everywhere(now)) >= EVERYWHERE_ALARM:
        watching.tell(Watched.Kind.SECRETS, user=None, count=tried, now=now)
    if is_locked_for_good(locked):
        return Outcome.LASTING
    return Outcome.LOCKED if is_locked(locked, now) else Outcome.WRONG


def is_locked_for_good(customer: Customer) -> bool:
    """Whether so many tries were wrong since the last right one, and since it was last unlocked."""
    tries = SecretTry.objects.filter(customer=customer)
    unlocked = SecretUnlock.objects.filter(customer=customer, state=SecretUnlock.State.AGREED)
    if (last := unlocked.order_by("-decided_at").first()) and last.decided_at:
        tries = tries.filter(at__gt=last.decided_at)
    recent = list(tries.order_by("-at", "-pk").values_list("right", flat=True)[:LASTING])
    return len(recent) == LASTING and not any(recent)


def wrong_everywhere(now: datetime) -> int:
    """Wrong tries of the last hour, of all customers together; counted no further than needed."""
    tries = SecretTry.objects.filter(right=False, at__gt=now - EVERYWHERE_WITHIN)
    return tries.order_by()[:EVERYWHERE_MOST].count()


def is_locked(customer: Customer, now: datetime) -> bool:
    """Whether so many tries were wrong, none right since, that the door stays shut for a time."""
    tries = SecretTry.objects.filter(customer=customer, at__gt=now - LOCKED_FOR).order_by(
        "-at", "-pk"
    )
    recent = list(tries.values_list("right", flat=True)[:MOST_WRONG])
    return len(recent) == MOST_WRONG and not any(recent)


def read(typed: str) -> str:
    """Four digits, or three and an X, however they were typed."""
    plain = "".join(unicodedata.normalize("NFKC", typed[:20]).split()).upper()
    return plain[: LENGTH + 1]
