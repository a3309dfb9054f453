"""The second door: the last four of the identity card, which text and number do not reveal."""

from __future__ import annotations

import hmac
import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction

from accounts.keys import keyring
from accounts.models import Customer
from feedback.models import SecretTry
from messaging.models import Message

MOST_WRONG = 5
LOCKED_FOR = timedelta(hours=24)
"""Five wrong tries close the door for a day. Our own proposal: at that pace, going through all
eleven thousand endings takes six years."""

LENGTH = 4


class Outcome(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"
    NONE = "none"
    """No secret is on file; the customer is asked to call."""


@transaction.atomic
def enter(customer: Customer, *, message: Message, typed: str, now: datetime) -> Outcome:
    """Try the secret of whoever this text went to; right or wrong, the try is recorded.

    Tries of one customer come one after the other, however many processes ask. While locked,
    nothing is compared.
    """
    locked = Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    if locked.id_last4_hash is None or locked.erased_at is not None:
        return Outcome.NONE
    if is_locked(locked, now):
        return Outcome.LOCKED
    given = keyring().hash_secret(read(typed), locked.customer_no)
    right = hmac.compare_digest(given, bytes(locked.id_last4_hash))
    SecretTry.objects.create(customer=locked, message=message, at=now, right=right)
    if right:
        return Outcome.RIGHT
    return Outcome.LOCKED if is_locked(locked, now) else Outcome.WRONG


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
