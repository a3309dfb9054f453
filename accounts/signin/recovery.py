"""Ten codes on paper, each good once, for whoever has lost the telephone."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from accounts.keys import keyring
from accounts.models import RecoveryCode, User
from accounts.privacy.keyring import netstrings
from accounts.signin.factors import end_codes

CODES = 10
LENGTH = 12
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is read as another
PURPOSE = "recovery.code"


@transaction.atomic
def renew(user: User, *, now: datetime) -> list[str]:
    """New ones, to be shown once; those of before are worth nothing. 59 bits each."""
    end_codes(user, now=now)
    codes = ["".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, code_hash=_hash(user, code), made_at=now) for code in codes
    )
    return ["-".join(code[n : n + 4] for n in range(0, LENGTH, 4)) for code in codes]


def take(user: User, code: str, *, now: datetime) -> bool:
    """Whether it is one of theirs that is still good. It is used up. `code`: in capitals, without
    what stands between the letters."""
    hashes = keyring().blind_indexes(_bound(user, code), PURPOSE)
    mine = RecoveryCode.objects.filter(user=user, code_hash__in=hashes, ended_at=None)
    return bool(mine.update(ended_at=now))


def left(user: User) -> int:
    return RecoveryCode.objects.filter(user=user, ended_at=None).count()


def _hash(user: User, code: str) -> bytes:
    return keyring().blind_index(_bound(user, code), PURPOSE)


def _bound(user: User, code: str) -> str:
    return netstrings((str(user.pk), code))
