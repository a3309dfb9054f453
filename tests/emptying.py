"""Empties the test database after a test that committed: rows are deleted, files stay.

Django's flush truncates 130 tables, which makes as many files anew, and then makes permissions and
roles again: a second a test.
"""

from __future__ import annotations

import warnings
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.db.utils import Error
from django.test import TransactionTestCase

KEPT = frozenset(
    {
        "auth_group",
        "auth_group_permissions",
        "auth_permission",
        "django_content_type",
        "django_migrations",
    }
)
"""What a migration leaves behind; a test that changes roles gets them made anew."""

_ROLES = """
SELECT (SELECT string_agg(id || name, ',' ORDER BY id) FROM auth_group),
    (SELECT string_agg(group_id || ':' || permission_id, ',' ORDER BY group_id, permission_id)
     FROM auth_group_permissions)
"""
TEARDOWN = "_fixture_teardown"
_djangos_own = getattr(TransactionTestCase, TEARDOWN)
_as_migrated: list[Any] = []


def install() -> None:
    """For every test of this process; roles are as they should be."""
    _as_migrated[:] = [roles()]
    setattr(TransactionTestCase, TEARDOWN, _teardown)


def _teardown(case: TransactionTestCase) -> None:
    try:
        emptied = case.available_apps is None and _empty()
    except Error as error:
        warnings.warn(f"emptied by Django itself: {error}", stacklevel=1)
        emptied = False
    if not emptied:
        _djangos_own(case)
        _as_migrated[:] = [roles()]  # made anew, with other numbers


def _empty() -> bool:
    """Whether nothing is left to do. Triggers that keep rows are for everybody else."""
    names = tables_with_rows()
    if names:
        with transaction.atomic(), connection.cursor() as cursor:
            off = [f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in names]
            deletes = [f"DELETE FROM {name}" for name in names]
            on = [f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in names]
            cursor.execute(";".join([*off, *deletes, "SET CONSTRAINTS ALL IMMEDIATE", *on]))
    return [roles()] == _as_migrated


def tables_with_rows() -> list[str]:
    """Those that hold more than a migration leaves behind."""
    with connection.cursor() as cursor:
        cursor.execute(_which_hold_rows())
        return [name for (name,) in cursor.fetchall()]


def roles() -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_ROLES)
        return tuple(cursor.fetchone())


@cache
def _which_hold_rows() -> str:
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in sorted(set(names) - KEPT)
    )
