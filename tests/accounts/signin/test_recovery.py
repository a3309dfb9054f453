"""Codes on paper: each good once, until there are new ones."""

from datetime import datetime

import pytest
from django.db import DatabaseError, transaction

from accounts.models import RecoveryCode, User
from accounts.signin import recovery
from accounts.signin.second_step import plain
from tests import make

pytestmark = pytest.mark.django_db


def test_a_code_is_good_once_and_for_its_person(chen: User, now: datetime) -> None:
    codes = recovery.renew(chen, now=now)
    assert len(set(codes)) == recovery.left(chen) == recovery.CODES
    assert not recovery.take(make.staff("agent"), plain(codes[0]), now=now)
    assert recovery.take(chen, plain(codes[0].lower().replace("-", " ")), now=now)
    assert not recovery.take(chen, plain(codes[0]), now=now)
    assert recovery.left(chen) == recovery.CODES - 1


def test_new_ones_end_the_old(chen: User, now: datetime) -> None:
    old = recovery.renew(chen, now=now)
    recovery.renew(chen, now=now)
    assert not recovery.take(chen, plain(old[0]), now=now)


def test_no_code_is_kept_in_clear_nor_made_good_again(chen: User, now: datetime) -> None:
    [code, *_] = recovery.renew(chen, now=now)
    recovery.take(chen, plain(code), now=now)
    used = RecoveryCode.objects.exclude(ended_at=None)
    assert plain(code).encode() not in bytes(used.get().code_hash)
    with pytest.raises(DatabaseError, match="a_code_ends_once"), transaction.atomic():
        used.update(ended_at=None)
