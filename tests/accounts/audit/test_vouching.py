"""The database believes the software alone about who acts, and for one transaction at a time."""

from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from django.db import Error, connection, transaction
from psycopg2.extras import execute_values

from accounts.audit import trail, vouching
from accounts.models import AuditEntry, Lender
from tests import make

NAMES = ("actor", "lenders", "source", "reason", "seal")


@pytest.fixture
def another(db: None) -> Iterator[Any]:
    """A connection of somebody with the same password and a SQL prompt."""
    made = connection.get_new_connection(connection.get_connection_params())
    made.autocommit = True
    yield made
    made.close()


def ask(raw: Any, sql: str, *values: object) -> Any:
    with raw.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


def last_entry() -> AuditEntry:
    return AuditEntry.objects.filter(table="accounts_lender").latest("pk")


def test_an_actor_set_by_hand_is_nobody(db: None) -> None:
    lender = make.lender(currency="CNY")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('huancui.actor', '2', true)")
        cursor.execute("SELECT set_config('huancui.source', 'web', true)")
        cursor.execute("SELECT set_config('huancui.seal', repeat('0', 64), true)")
    Lender.objects.filter(pk=lender.pk).update(currency="HKD")
    entry = last_entry()
    assert entry.actor_id is None
    assert entry.source == f"database: {connection.settings_dict['USER']}"


def test_a_bulk_path_called_by_hand_is_recorded_row_by_row(db: None) -> None:
    lender = make.lender(currency="CNY")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('huancui.bulk', 'import', true)")
        cursor.execute("SELECT set_config('huancui.bulk_seal', repeat('0', 64), true)")
    Lender.objects.filter(pk=lender.pk).update(currency="HKD")
    assert last_entry().after == {"currency": "HKD"}


def test_changing_one_thing_of_what_was_said_makes_it_nobodys(db: None) -> None:
    first, second = make.staff("agent"), make.staff("agent")
    with trail.acting(user=first, source="web"), connection.cursor() as cursor:
        assert ask(connection.connection, "SELECT huancui_actor()") == first.pk
        cursor.execute("SELECT set_config('huancui.actor', %s, true)", [str(second.pk)])
        assert ask(connection.connection, "SELECT huancui_actor()") is None


def test_a_seal_is_worth_nothing_in_another_transaction(another: Any) -> None:
    with trail.acting(user=make.staff("agent"), source="web"):
        seen = {
            name: ask(connection.connection, f"SELECT current_setting('huancui.{name}')")
            for name in NAMES
        }
    another.autocommit = False
    for name, value in seen.items():
        ask(another, "SELECT set_config(%s, %s, true)", f"huancui.{name}", value)
    assert ask(another, "SELECT huancui_actor()") is None


@pytest.mark.parametrize("age", [0, 60, -60], ids=["forged", "old", "from tomorrow"])
def test_what_is_not_signed_now_is_refused(db: None, age: int) -> None:
    now = vouching.database_time() - age
    said = ("7", "", "web", "")
    mac = vouching.sign("act", str(now), *said) if age else "0" * 64
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT huancui_act(%s, %s, %s, %s, %s, %s)", [now, *said, mac])


def test_nothing_said_is_left_in_the_session(another: Any) -> None:
    said = vouching.Said("7", "web").statement()
    with another.cursor() as cursor:
        cursor.execute(f"{said}; SELECT huancui_actor()")
        assert cursor.fetchone()[0] == 7
    assert ask(another, "SELECT huancui_actor()") is None


@pytest.mark.django_db(transaction=True)
def test_every_transaction_says_it_anew() -> None:
    lender, admin = make.lender(currency="CNY"), make.staff("administrator")
    with trail.acting(user=admin, source="web", reason="50 % of %s; 'quoted'"):
        Lender.objects.filter(pk=lender.pk).update(currency="HKD")
        assert (last_entry().actor_id, last_entry().reason) == (admin.pk, "50 % of %s; 'quoted'")
        with transaction.atomic():
            with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")
            Lender.objects.filter(pk=lender.pk).update(currency="TWD")
        assert last_entry().actor_id == admin.pk
        with transaction.atomic():
            assert [each.pk for each in Lender.objects.iterator(1)] == [lender.pk]
            Lender.objects.filter(pk=lender.pk).update(currency="CNY")
        assert last_entry().actor_id == admin.pk
    Lender.objects.filter(pk=lender.pk).update(currency="HKD")
    assert last_entry().actor_id is None


def test_another_key_is_not_believed(db: None, settings: Any) -> None:
    assert vouching.is_believed()
    settings.SECRET_KEY = "another"
    assert not vouching.is_believed()


def test_the_refusal_of_the_database_names_the_way_out(another: Any) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege, match="run migrate"):
        ask(another, "SELECT huancui_act(1, '7', '', 'web', '', 'x')")


@pytest.mark.django_db(transaction=True)
def test_many_rows_in_one_statement_are_vouched_for_too() -> None:
    """psycopg2 hands such a statement on as bytes."""
    with trail.acting(source="test", reason="rows"), connection.cursor() as cursor:
        execute_values(cursor, "SELECT * FROM (VALUES %s) AS v(word)", [("退订",), ("TD",)])
        assert cursor.fetchall() == [("退订",), ("TD",)]
