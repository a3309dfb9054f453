"""The index key is changed beside running workers, and nobody is lost by it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from accounts import keys as accounts_keys
from accounts.models import AuditEntry, ContactPoint, Customer
from accounts.rotation import indexes, known_keys
from accounts.signin import recovery
from config.management.commands.rotate_index import AGING
from feedback.pages import secret
from messaging.transactional import check_codes
from tests import make, make_intake, make_outbox

pytestmark = pytest.mark.django_db
NEW = base64.b64encode(b"n" * 32).decode()
PHONE = "+8613800138000"


@pytest.fixture
def ring(settings: Any) -> Iterator[Any]:
    """Gives this process the keys it is told, as a restart does: `ring("old", "new")`."""
    old = settings.INDEX_KEY

    def restart(*names: str) -> Any:
        numbers = {"old": f"1:{old}", "new": f"2:{NEW}"}
        settings.INDEX_KEY = ",".join(numbers[name] for name in names)
        accounts_keys.keyring.cache_clear()
        return accounts_keys.keyring()

    yield restart
    settings.INDEX_KEY = old
    accounts_keys.keyring.cache_clear()


def found(phone: str = PHONE) -> list[ContactPoint]:
    indexes = ContactPoint.address.field.indexes(phone)
    return list(ContactPoint.objects.filter(address_index__in=indexes))


def rotated(keys: Any, **how: Any) -> indexes.Indexed:
    return indexes.rotate(keys, aging=AGING, sleep=lambda _seconds: None, **how)


def test_a_number_is_found_before_between_and_after(ring: Any) -> None:
    point = make.contact_point(customer=make.customer(phone=None), address=PHONE)
    keys = ring("old", "new")
    assert found() == [point]
    done = rotated(keys)
    assert (done.left, done.complete) == (0, True)
    assert found() == [point]
    ring("new")
    assert found() == [point]


def test_a_name_is_found_before_between_and_after(ring: Any) -> None:
    person = make.customer(name="欧阳 锦瑟")
    for names in (("old", "new"), ("new",)):
        keys = ring(*names)
        if len(names) == 2:
            assert list(Customer.named("歐陽錦瑟")) == [person]
            rotated(keys)
        assert list(Customer.named("歐陽錦瑟")) == [person]


def test_without_it_a_number_would_not_be_found_under_the_new_key_alone(ring: Any) -> None:
    make.contact_point(customer=make.customer(phone=None), address=PHONE)
    ring("new")
    assert found() == []


def test_what_a_worker_writes_meanwhile_is_met_too_and_each_row_is_done_once(ring: Any) -> None:
    for _ in range(5):
        make.customer()
    keys = ring("old", "new")
    added: list[ContactPoint] = []

    def a_worker_without_the_new_key_writes() -> None:
        if not added:
            added.append(make.contact_point(customer=Customer.objects.first(), address=PHONE))  # type: ignore[arg-type]
            index = ring("old").blind_index(PHONE, ContactPoint.address.field.purpose)
            ContactPoint.objects.filter(pk=added[0].pk).update(address_index=index)
            ring("old", "new")

    done = rotated(keys, batch_rows=2, before_commit=a_worker_without_the_new_key_writes)
    assert (done.indexes, done.left) == (5 + 6, 0)  # names, and numbers
    ring("new")
    assert found() == added


@pytest.mark.django_db(transaction=True)
def test_a_row_in_use_is_passed_over_and_met_again(ring: Any) -> None:
    make.contact_point(customer=make.customer(phone=None), address=PHONE)
    keys, somebody = ring("old", "new"), connection.copy()
    with somebody.cursor() as cursor:
        cursor.execute("BEGIN; SELECT FROM accounts_contactpoint FOR UPDATE")
        assert rotated(keys, passes=1).left == 1
        cursor.execute("COMMIT")
    somebody.close()
    assert rotated(keys).left == 0


def test_killed_in_the_middle_it_goes_on_where_it_was(ring: Any) -> None:
    for _ in range(3):
        make.customer()
    keys, batches = ring("old", "new"), []

    def die_in_the_second_batch() -> None:
        batches.append(1)
        if len(batches) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotated(keys, batch_rows=2, before_commit=die_in_the_second_batch)
    assert rotated(keys, batch_rows=2).indexes == 4


def test_it_is_on_record_once_and_rows_are_not(ring: Any) -> None:
    make.customer()
    before = AuditEntry.objects.filter(table="accounts_contactpoint").count()
    rotated(ring("old", "new"))
    entries = AuditEntry.objects.filter(table="accounts_contactpoint")
    assert entries.count() == before + 1
    assert entries.latest("pk").row_id == "index key 2"


def test_codes_and_secrets_stay_good_until_their_time_is_over(ring: Any, now: datetime) -> None:
    message = make_outbox.message(loan=make.loan())
    customer = message.customer
    assert customer is not None
    customer.id_last4_hash = accounts_keys.keyring().hash_secret("123X", customer.customer_no)
    customer.save()
    person = make.staff("agent")
    [code, *_more] = recovery.renew(person, now=now)
    check_codes.store([(message.pk, "ABCDEFGH", PHONE)], now)

    done = rotated(ring("old", "new"))
    assert not done.complete
    assert {name: count for name, count in done.aging.items() if count} == {
        "customers' identity secrets": 1,
        "check codes": 1,
        "recovery codes": recovery.CODES,
    }
    tried = secret.enter(customer, message=message, typed="123x", now=now)
    assert tried == secret.Outcome.RIGHT
    assert recovery.take(person, code.replace("-", ""), now=now)
    wanted = accounts_keys.keyring().blind_indexes("8:ABCDEFGH4:8000", check_codes.PURPOSE)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM messaging_checkcode WHERE code_hash = ANY (%s)", [wanted]
        )
        assert cursor.fetchone()[0] == 1

    ring("new")
    lost = secret.enter(customer, message=message, typed="123x", now=now)
    assert lost == secret.Outcome.NONE  # asked to call; no try is counted against them


@pytest.mark.usefixtures("uploads")
def test_the_next_file_brings_secrets_under_the_new_key_and_asks_nobody(
    ring: Any, now: datetime
) -> None:
    lender = make.lender()
    row = make_intake.loan(lender=lender.code, id_last4="123X")
    make_intake.applied(make_intake.as_csv([row]), now=now)
    keys = ring("old", "new")
    rotated(keys)
    again = make_intake.loan(**{**row, "as_of": "2026-09-15 18:00"})
    file = make_intake.checked(make_intake.as_csv([again]), now=now)
    assert file.needs_second == 0
    make_intake.applied(make_intake.as_csv([again]) + b"\r\n", now=now)
    assert rotated(keys).complete


def test_the_command_says_what_still_needs_the_old_key(ring: Any, now: datetime) -> None:
    make.customer()
    recovery.renew(make.staff("agent"), now=now)
    ring("old", "new")
    said = StringIO()
    call_command("rotate_index", stdout=said)
    assert f": {recovery.CODES}" in said.getvalue()
    assert len(said.getvalue().splitlines()) == 5


def test_while_something_needs_the_old_key_every_process_is_held_to_it(
    ring: Any, now: datetime
) -> None:
    known_keys.make_known(now=now, keys=ring("old"))
    make.customer()
    recovery.renew(make.staff("agent"), now=now)
    ring("old", "new")
    call_command("rotate_index", stdout=StringIO())
    assert known_keys.missing(ring("new")) == ["HUANCUI_INDEX_KEY 1"]
    assert known_keys.missing(ring("old")) == ["HUANCUI_INDEX_KEY 2"]


def test_once_nothing_does_the_old_key_may_go(ring: Any, now: datetime) -> None:
    known_keys.make_known(now=now, keys=ring("old"))
    make.customer()
    ring("old", "new")
    call_command("rotate_index", stdout=StringIO())
    assert known_keys.missing(ring("new")) == []
