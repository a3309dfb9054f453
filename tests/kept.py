"""What a test begins with, made once by the services and laid down as rows from then on.

A lender with everything in force takes thirty approvals: half a second a test. The first test of a
process makes it; the rows it added are kept and put back, with the same ids, for every later test
that begins from nothing. A test that has rows already gets it made for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar, cast

from django.db import connection, transaction
from django.db.models import Model

from tests import emptying


@dataclass(frozen=True)
class Kept:
    kind: type[Model]
    pk: int
    rows: dict[str, str]
    """Table → its rows as JSON."""
    roles: tuple[object, ...]
    """As they were: a flush gives them new ids."""


M = TypeVar("M", bound=Model)

_kept: dict[Hashable, Kept] = {}


def kept(key: Hashable, make: Callable[[], M]) -> M:
    """What `make` makes; `key` names all that it depends on, the schema apart."""
    if emptying.tables_with_rows():
        return make()
    roles = emptying.roles()
    if key in _kept and _kept[key].roles == roles:
        _lay_down(_kept[key].rows)
    else:
        made = make()
        rows = {table: _read(table) for table in emptying.tables_with_rows()}
        _kept[key] = Kept(type(made), made.pk, rows, roles)
    return cast("M", _kept[key].kind._default_manager.get(pk=_kept[key].pk))


def _read(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT json_agg(t)::text FROM {table} t")
        return str(cursor.fetchone()[0])


def _lay_down(rows: dict[str, str]) -> None:
    """Triggers have said what they had to say when the rows were made."""
    off = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in rows]
    put = [
        f"INSERT INTO {table} ({_columns(table)})"
        f" SELECT {_columns(table)} FROM json_populate_recordset(NULL::{table}, %s)"
        for table in rows
    ]
    on = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in rows]
    checked = "SET CONSTRAINTS ALL IMMEDIATE"
    with transaction.atomic(), connection.cursor() as cursor:
        script = [checked, *off, "SET CONSTRAINTS ALL DEFERRED", *put, checked, *on]
        cursor.execute(";".join([*script, "SET CONSTRAINTS ALL DEFERRED"]), list(rows.values()))


@cache
def _columns(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'",
            [table],
        )
        return str(cursor.fetchone()[0])
