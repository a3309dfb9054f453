"""A process without the keys of the others works nothing, and makes nothing of it a fact."""

from base64 import b64encode
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import Error, transaction

from accounts.keys import keyring
from accounts.models import KnownKey
from accounts.privacy.keyring import Keyring
from accounts.rotation import known_keys
from config.processes import startup
from messaging.dispatch.loop import dispatch
from messaging.models import Message, Run
from messaging.planning import schedule
from messaging.planning.service import carry_out, request
from tests import make, make_outbox, make_runs
from tests.make_outbox import FixedClock


def ring(
    *, field: int = 1, index: int = 50, suppression: int = 60, ids: int = 1, index_ids: int = 1
) -> Keyring:
    """Keys of one repeated byte: `ids` field keys, the first made of `field`; so index keys."""
    return Keyring(
        {n: bytes([field + n - 1]) * 32 for n in range(1, ids + 1)},
        ids,
        {n: bytes([index + n - 1]) * 32 for n in range(1, index_ids + 1)},
        bytes([suppression]) * 32,
    )


@pytest.fixture
def rotated(db: None, now: datetime) -> None:
    """Another process, with a newer key, has written with it."""
    known_keys.make_known(now=now, keys=keyring())
    KnownKey.objects.create(purpose="field", key_id=77, fingerprint=b"newer", known_since=now)


def test_whoever_has_the_keys_lacks_none(db: None, now: datetime) -> None:
    known_keys.make_known(now=now, keys=ring())
    assert known_keys.missing(ring()) == []
    assert known_keys.missing(ring(ids=2)) == []


@pytest.mark.parametrize(
    ("theirs", "named"),
    [
        (ring(field=9), ["HUANCUI_FIELD_KEYS 1"]),
        (ring(index=51), ["HUANCUI_INDEX_KEY 1"]),
        (ring(suppression=61), ["HUANCUI_SUPPRESSION_KEY"]),
    ],
)
def test_another_key_under_the_same_name_is_none(
    db: None, now: datetime, theirs: Keyring, named: list[str]
) -> None:
    known_keys.make_known(now=now, keys=ring())
    assert known_keys.missing(theirs) == named


def test_a_process_with_a_newer_key_holds_the_others_to_it(db: None, now: datetime) -> None:
    known_keys.make_known(now=now, keys=ring())
    known_keys.make_known(now=now, keys=ring(ids=2))
    assert known_keys.missing(ring()) == ["HUANCUI_FIELD_KEYS 2"]


def test_after_a_rotation_the_old_key_may_go(db: None, now: datetime) -> None:
    known_keys.make_known(now=now, keys=ring(ids=2))
    known_keys.make_known(now=now, keys=ring())
    only_the_new = Keyring({2: bytes([2]) * 32}, 2, {1: bytes([50]) * 32}, bytes([60]) * 32)
    assert known_keys.missing(only_the_new) == ["HUANCUI_FIELD_KEYS 1"]
    known_keys.retire_others(KnownKey.Purpose.FIELD, now=now, keys=only_the_new)
    assert known_keys.missing(only_the_new) == []


def test_a_new_index_key_beside_the_old_stops_nobody_who_has_both(db: None, now: datetime) -> None:
    known_keys.make_known(now=now, keys=ring())
    both = ring(index_ids=2)
    assert known_keys.missing(both) == []
    known_keys.make_known(now=now, keys=both)
    assert known_keys.missing(ring()) == ["HUANCUI_INDEX_KEY 2"]
    only_the_new = Keyring({1: bytes([1]) * 32}, 1, {2: bytes([51]) * 32}, bytes([60]) * 32)
    assert known_keys.missing(only_the_new) == ["HUANCUI_INDEX_KEY 1"]
    known_keys.retire_others(KnownKey.Purpose.INDEX, now=now, keys=only_the_new)
    assert known_keys.missing(only_the_new) == []


def test_a_restore_does_without_a_lost_index_key(db: None, now: datetime) -> None:
    known_keys.make_known(now=now, keys=ring())
    another = Keyring({1: bytes([1]) * 32}, 1, {2: bytes([51]) * 32}, bytes([60]) * 32)
    known_keys.do_without_lost_index_keys(now=now, keys=another)
    assert known_keys.missing(another) == []


def test_the_command_that_rotates_makes_its_key_known(db: None) -> None:
    call_command("rotate_keys")
    assert KnownKey.objects.filter(purpose="field", key_id=keyring().current).exists()


def test_a_fingerprint_is_not_the_key(db: None, now: datetime) -> None:
    known_keys.make_known(now=now, keys=ring())
    for known in KnownKey.objects.all():
        assert bytes(known.fingerprint) not in {bytes([n]) * 32 for n in range(256)}
        assert b64encode(bytes(known.fingerprint)) not in b64encode(bytes([1]) * 32)


def test_what_a_key_is_does_not_change(rotated: None) -> None:
    with pytest.raises(Error), transaction.atomic():
        KnownKey.objects.filter(key_id=77).update(fingerprint=b"other")
    with pytest.raises(Error), transaction.atomic():
        KnownKey.objects.filter(key_id=77).delete()


def test_it_does_not_start(rotated: None) -> None:
    with pytest.raises(ImproperlyConfigured, match="HUANCUI_FIELD_KEYS 77"):
        startup.verify()


@pytest.mark.django_db(transaction=True)
def test_a_running_worker_sends_nothing_blocks_nothing_and_says_so(
    rotated: None, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    make_outbox.message()
    dispatch(clock=FixedClock(now).clock)
    message = Message.objects.get()
    assert (message.state, message.reason) == ("queued", "")
    assert message.not_before is not None
    assert "HUANCUI_FIELD_KEYS 77" in caplog.text


def test_it_plans_nothing_and_leaves_the_run_to_others(rotated: None, now: datetime) -> None:
    lender = make_runs.ready_lender()
    make.loan(lender=lender)
    assert schedule.plan_due(now=now) == []
    run = request(lender=lender, day=make.DAY, by=None, now=now)
    with pytest.raises(known_keys.KeysMissing):
        carry_out(run.pk, now)
    run = Run.objects.get()
    assert (run.state, run.plan_tries) == ("planning", 0)


def test_it_is_not_ready(rotated: None, client: Any) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["keys"]) == (503, "missing")
