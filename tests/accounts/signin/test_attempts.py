"""What is kept of a try is kept as it was."""

from datetime import datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.models import SignInAttempt, User
from accounts.signin import attempts
from accounts.signin.attempts import Visitor

pytestmark = pytest.mark.django_db
HERE = Visitor(network="10.0.0.1", device="Firefox · Linux")


def tried(user: User | None, outcome: str, now: datetime) -> SignInAttempt:
    return attempts.record(
        user=user, login="chen", visitor=HERE, step="password", outcome=outcome, now=now
    )


def test_a_try_is_never_changed_nor_deleted(chen: User, now: datetime) -> None:
    kept = SignInAttempt.objects.filter(pk=tried(chen, "wrong", now).pk)
    for change in (lambda: kept.update(outcome="signed-in"), kept.delete):
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
            change()


def test_nobody_unknown_signs_in(now: datetime) -> None:
    with pytest.raises(IntegrityError, match="nobody_unknown_signs_in"), transaction.atomic():
        tried(None, "signed-in", now)


def test_what_went_wrong_is_counted_since_the_sign_in_before(chen: User, now: datetime) -> None:
    for outcome in ("wrong", "signed-in", "wrong", "waited"):
        tried(chen, outcome, now)
    tried(None, "wrong", now)
    last = tried(chen, "signed-in", now)
    assert [each.outcome for each in attempts.wrong_before(last)] == ["waited", "wrong"]
    assert attempts.wrong_before(tried(chen, "signed-in", now)) == []
