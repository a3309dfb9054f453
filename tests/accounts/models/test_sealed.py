"""What `EncryptedTextField` promises of every encrypted column (DESIGN 4.9)."""

import logging
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models

from accounts.disclosure import personal
from accounts.models import ContactPoint, Customer, ImportFile, ImportProblem
from accounts.models.sealed import UNREADABLE, EncryptedTextField, Unreadable, as_stored
from accounts.privacy.errors import DecryptionError
from accounts.rotation.encrypted import Column, encrypted_columns
from tests import make, make_sealed
from tests.unguarded import unguarded

pytestmark = pytest.mark.django_db


def stored(customer: Customer) -> bytes:
    with as_stored():
        return bytes(Customer.objects.get(pk=customer.pk).name)  # type: ignore[arg-type]


def test_a_text_is_text_in_python_and_ciphertext_in_its_column() -> None:
    person = make.customer(name="王小明", phone=None)

    assert person.name == "王小明"
    assert Customer.objects.get(pk=person.pk).name == "王小明"
    assert "王小明".encode() not in stored(person)


def test_what_was_not_changed_is_written_as_it_was() -> None:
    person = make.customer(phone=None)
    before = stored(person)

    again = Customer.objects.get(pk=person.pk)
    again.salutation = "女士"
    again.save()

    assert stored(person) == before


def test_what_was_refreshed_is_written_as_it_was() -> None:
    person = make.customer(phone=None)
    before = stored(person)

    person.refresh_from_db()
    person.save()

    assert stored(person) == before


def test_a_deferred_text_is_read_when_it_is_asked_for() -> None:
    person = make.customer(name="王小明", phone=None)

    later = Customer.objects.defer("name").get(pk=person.pk)

    assert later.get_deferred_fields() == {"name"}
    assert later.name == "王小明"


def test_a_text_is_sealed_anew_when_it_changes() -> None:
    person = make.customer(name="王小明", phone=None)
    person.name = "王大明"
    person.save(update_fields=["name"])

    assert Customer.objects.get(pk=person.pk).name == "王大明"


def test_a_copy_of_a_row_is_sealed_for_itself() -> None:
    person = make.customer(name="王小明", phone=None)
    copy = Customer.objects.get(pk=person.pk)
    copy.pk, copy.customer_no = None, "copy"
    copy.save(force_insert=True)

    assert copy.pk != person.pk
    assert [each.name for each in Customer.objects.all()] == ["王小明", "王小明"]


def test_many_new_rows_draw_their_ids_in_one_query(
    now: datetime, django_assert_num_queries: Any
) -> None:
    file = ImportFile.objects.create(kind="loans", filename="a", size=1, uploaded_at=now)
    problems = [ImportProblem(import_file=file, line=n, row=f"行{n}") for n in range(20)]

    with django_assert_num_queries(2):  # the ids, the rows
        ImportProblem.objects.bulk_create(problems)

    assert [p.row for p in ImportProblem.objects.order_by("pk")] == [f"行{n}" for n in range(20)]


def test_rows_without_a_text_draw_no_ids(now: datetime, django_assert_num_queries: Any) -> None:
    file = ImportFile.objects.create(kind="loans", filename="a", size=1, uploaded_at=now)

    with django_assert_num_queries(1):
        ImportProblem.objects.bulk_create([ImportProblem(import_file=file, line=1)])

    assert ImportProblem.objects.get().row is None


def test_many_rows_can_be_changed_at_once() -> None:
    people = [make.customer(phone=None) for _ in range(3)]
    for n, person in enumerate(people):
        person.name = f"客户{n}"

    Customer.objects.bulk_update(people, ["name"])

    assert [p.name for p in Customer.objects.order_by("pk")] == ["客户0", "客户1", "客户2"]


@pytest.mark.parametrize("look", [{"name": "王小明"}, {"name__contains": "王"}])
def test_no_query_can_look_for_a_text(look: dict[str, str]) -> None:
    with pytest.raises((TypeError, FieldError)):
        Customer.objects.filter(**look).exists()


def test_no_statement_can_give_many_rows_one_text() -> None:
    with pytest.raises(TypeError, match="row by row"):
        Customer.objects.update(name="王小明")


def test_one_name_that_cannot_be_read_is_said_and_logged_and_the_others_are_shown(
    caplog: pytest.LogCaptureFixture,
) -> None:
    fine, damaged = make.customer(name="王小明"), make.customer(name="李小红")
    Customer.objects.filter(pk=damaged.pk).update(name=stored(fine))

    with caplog.at_level(logging.ERROR):
        shown = [personal.masked_name(each) for each in Customer.objects.order_by("pk")]

    assert shown == ["王*明", UNREADABLE]
    assert caplog.messages == [f"customer.name of row {damaged.pk} cannot be read"]


def test_an_address_that_cannot_be_read_is_shown_to_nobody_and_handed_to_no_driver() -> None:
    fine, damaged = make.customer().contact_points.get(), make.customer().contact_points.get()
    with as_stored():
        moved = fine.address
    ContactPoint.objects.filter(pk=damaged.pk).update(address=moved)
    damaged.refresh_from_db()

    assert personal.masked_address(damaged) == UNREADABLE
    with pytest.raises(Unreadable):
        _handed_over = damaged.address


def by_sql(column: Column, pk: int, sealed: bytes) -> None:
    """Put a ciphertext where it does not belong, past every trigger."""
    with unguarded(column.table), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {column.table} SET {column.name} = %s WHERE {column.primary_key} = %s",
            [sealed, pk],
        )


def texts_of(column: Column) -> list[tuple[int, str]]:
    """(id, text) of every row that has one."""
    model: type[models.Model] = column.field.model
    rows = model._base_manager.filter(**{f"{column.field.name}__isnull": False})
    return [(row.pk, getattr(row, column.field.name)) for row in rows]


def is_refused(column: Column, pk: int) -> bool:
    row = column.field.model._base_manager.get(pk=pk)
    try:
        getattr(row, column.field.name)
    except DecryptionError:
        return True
    return False


def test_a_ciphertext_moved_to_another_row_is_refused_in_every_column(now: datetime) -> None:
    make_sealed.everything(now)
    read = []
    for column in encrypted_columns():
        for pk, text in texts_of(column):
            by_sql(column, pk, column.field.seal(text, pk + 1))
            read += [] if is_refused(column, pk) else [column.label]

    assert read == []


def test_a_ciphertext_moved_to_another_column_is_refused_in_every_column(now: datetime) -> None:
    make_sealed.everything(now)
    columns = encrypted_columns()
    read = []
    for column, other in zip(columns, [*columns[1:], columns[0]], strict=True):
        for pk, text in texts_of(column):
            by_sql(column, pk, other.field.seal(text, pk))
            read += [] if is_refused(column, pk) else [column.label]

    assert read == []


def test_the_same_ciphertext_put_back_into_its_row_is_read_in_every_column(now: datetime) -> None:
    make_sealed.everything(now)
    refused = []
    for column in encrypted_columns():
        found = texts_of(column)
        assert found, f"{column.label}: nothing to try it with"
        for pk, text in found:
            by_sql(column, pk, column.field.seal(text, pk))
            refused += [column.label] if is_refused(column, pk) else []

    assert refused == []


@pytest.mark.parametrize("column", encrypted_columns(), ids=lambda column: column.label)
def test_a_ciphertext_is_readable_in_no_other_column(column: Column) -> None:
    sealed = column.field.seal("机密", 7)

    for other in encrypted_columns():
        if other != column:
            with pytest.raises(DecryptionError):
                other.field.open(sealed, 7)


def test_a_text_is_sealed_for_no_row_without_an_id() -> None:
    with pytest.raises(ValueError, match="no id"):
        Customer.name.field.seal("王小明", Customer().pk)


def test_only_a_model_that_knows_its_ids_beforehand_has_one() -> None:
    class Plain(models.Model):
        text = EncryptedTextField(purpose="plain.text")

        class Meta:
            app_label = "accounts"
            managed = False

    try:
        assert "sealed.E1" in {found.id for found in Plain.text.field.check()}
    finally:
        del Plain._meta.apps.all_models["accounts"]["plain"]
        Plain._meta.apps.clear_cache()


def test_the_database_draws_the_next_id_after_those_that_were_drawn() -> None:
    one = make.customer(phone=None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('accounts_customer', 'id'))")
        assert cursor.fetchone()[0] == one.pk + 1
