"""Empties the test database after a test that committed: rows are deleted, files stay.

Django's flush truncates 130 tables, which makes as many files anew, and then makes permissions and
roles again: a second a test. Where the role may not set triggers aside, Django's flush it is.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import Error, connection
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
_as_migrated: list[Any] = []
_djangos_own = TransactionTestCase._fixture_teardown


def install() -> None:
    """For every test of this process."""
    TransactionTestCase._fixture_teardown = _teardown


def note_roles() -> None:
    """As they are before the first test."""
    _as_migrated[:] = [_roles()]


def _teardown(case: TransactionTestCase) -> None:
    try:
        emptied = case.available_apps is None and _empty()
    except Error:
        emptied = False
    if not emptied:
        _djangos_own(case)


def _empty() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone() != (True,):
            return False
        cursor.execute("SET session_replication_role = replica")
        try:
            cursor.execute(_deletes())
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")
    return [_roles()] == _as_migrated


def _roles() -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_ROLES)
        return tuple(cursor.fetchone())


@cache
def _deletes() -> str:
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return ";".join(f"DELETE FROM {name}" for name in sorted(set(names) - KEPT))
