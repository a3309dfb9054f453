"""What a person changes is recorded by the database: who, when, why, before and after."""

import pytest
from django.db import Error, connection, transaction

from accounts.audit import trail, vouching
from accounts.models import AuditEntry, Lender
from tests import make

pytestmark = pytest.mark.django_db


def entry_of(lender: Lender) -> AuditEntry:
    return AuditEntry.objects.filter(table="accounts_lender", row_id=str(lender.pk)).latest("pk")


def test_an_update_records_only_what_changed_with_both_values() -> None:
    lender = make.lender(currency="CNY")
    Lender.objects.filter(pk=lender.pk).update(currency="HKD")
    entry = entry_of(lender)
    assert (entry.before, entry.after) == ({"currency": "CNY"}, {"currency": "HKD"})


def test_raw_sql_is_recorded_too() -> None:
    lender = make.lender(currency="CNY")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_lender SET currency = 'TWD' WHERE id = %s", [lender.pk])
    assert entry_of(lender).after == {"currency": "TWD"}


def test_an_entry_names_who_acted_and_why() -> None:
    lender, admin = make.lender(), make.staff("administrator")
    with trail.acting(user=admin, source="web", reason="new number"):
        Lender.objects.filter(pk=lender.pk).update(currency="HKD")
    entry = entry_of(lender)
    assert (entry.actor, entry.source, entry.reason) == (admin, "web", "new number")


def test_outside_the_block_nobody_is_blamed() -> None:
    lender, admin = make.lender(), make.staff("administrator")
    with trail.acting(user=admin, source="web"):
        pass
    Lender.objects.filter(pk=lender.pk).update(currency="HKD")
    assert entry_of(lender).actor is None


def test_ciphertext_and_hashes_are_masked() -> None:
    customer = make.customer(name="王小明")
    entry = AuditEntry.objects.get(
        table="accounts_customer", row_id=str(customer.pk), action="insert"
    )
    assert entry.after["name_enc"] == "•••"
    assert entry.after["fingerprint"] == "•••"


def test_passwords_are_masked_and_a_sign_in_is_no_change() -> None:
    user = make.staff("agent")
    before = AuditEntry.objects.count()
    user.last_login = user.date_joined
    user.save(update_fields=["last_login"])
    assert AuditEntry.objects.count() == before
    user.set_password("another-secret")
    user.save(update_fields=["password"])
    entry = AuditEntry.objects.latest("pk")
    assert entry.after == {"password": "•••"}


def test_a_bulk_path_records_one_entry_of_its_own() -> None:
    make.lender()  # with the people who approve its wording: roles are always on record
    before = AuditEntry.objects.count()
    with transaction.atomic():
        trail.in_bulk("import")
        lender = make.lender()
        trail.record(action="import", table="lenders", row_id="f00d", after={"rows": 1})
    assert AuditEntry.objects.count() == before + 1
    assert AuditEntry.objects.latest("pk").after == {"rows": 1}
    assert lender.pk


@pytest.mark.parametrize("statement", ["UPDATE {} SET reason = 'x'", "DELETE FROM {}"])
def test_the_trail_cannot_be_changed(statement: str) -> None:
    make.lender()
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format("accounts_auditentry"))


def test_a_reason_given_outside_a_block_ends_with_the_transaction() -> None:
    lender = make.lender(currency="CNY")
    trail.because("told on the telephone")
    Lender.objects.filter(pk=lender.pk).update(currency="HKD")
    assert entry_of(lender).reason == "told on the telephone"
    assert vouching.said() is None


def test_a_reason_given_inside_a_block_is_not_that_of_its_next_transaction() -> None:
    lender = make.lender(currency="CNY")
    with trail.acting(source="tick"):
        trail.because("told on the telephone")
        Lender.objects.filter(pk=lender.pk).update(currency="HKD")
        said = vouching.said()
    assert (entry_of(lender).reason, entry_of(lender).source) == ("told on the telephone", "tick")
    assert said is not None
    assert said.reason == ""
