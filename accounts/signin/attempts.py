"""The record of sign-ins: a row and a line in the log for each try. The line names no person,
login or network: it leads to the row, which only those may read who have to."""

from __future__ import annotations

import logging
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.keys import keyring
from accounts.models import SignInAttempt, User

log = logging.getLogger("accounts.signin")
PURPOSE = "signin.login"
Outcome = SignInAttempt.Outcome
GOOD = (Outcome.SIGNED_IN, Outcome.RIGHT)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Where a try comes from. `known_device`: an id, where this login signed in with it before."""

    network: str
    device: str
    known_device: str = ""


def same_login(typed: str) -> str:
    """Logins that differ only in case or width are counted as one."""
    return unicodedata.normalize("NFKC", typed).casefold().strip()


def record(
    *, user: User | None, login: str, visitor: Visitor, step: str, outcome: str, now: datetime
) -> SignInAttempt:
    """One row, for good."""
    made = SignInAttempt.objects.create(
        at=now,
        user=user,
        login_hash=None if user else keyring().blind_index(same_login(login), PURPOSE),
        network=visitor.network[:60],
        device=visitor.device[:60],
        step=step,
        outcome=outcome,
    )
    level = logging.INFO if outcome in GOOD else logging.WARNING
    log.log(level, "sign-in by %s: %s (attempt %d)", step, outcome, made.pk)
    return made


def signed_out(user: Any, **_signal: Any) -> None:
    """Receiver of Django's `user_logged_out`."""
    if user is not None:
        log.info("signed out: login %d", user.pk)


def lately(user: User) -> QuerySet[SignInAttempt]:
    """This person's own, newest first."""
    return user.sign_in_attempts.order_by("-at", "-pk")


def wrong_before(attempt: SignInAttempt) -> list[SignInAttempt]:
    """What went wrong between this sign-in and the person's one before; at most a hundred rows,
    newest first."""
    earlier = SignInAttempt.objects.filter(user=attempt.user_id, pk__lt=attempt.pk)
    before = earlier.filter(outcome=Outcome.SIGNED_IN).order_by("-pk").first()
    if before is not None:
        earlier = earlier.filter(pk__gt=before.pk)
    return list(earlier.exclude(outcome__in=GOOD).order_by("-pk")[:100])


def signed_in_before(attempt: SignInAttempt) -> bool:
    """Whether the person of this sign-in had ever signed in."""
    earlier = SignInAttempt.objects.filter(user=attempt.user_id, pk__lt=attempt.pk)
    return earlier.filter(outcome=Outcome.SIGNED_IN).exists()
