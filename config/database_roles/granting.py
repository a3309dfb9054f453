"""Giving the roles their grants, after every migration; and looking who we are."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections

from config.database_roles import policies, process, sql
from config.database_roles.grants import GRANTS
from config.database_roles.policies import POLICIES

_ROLES = "SELECT count(*) FROM pg_roles WHERE rolname = ANY (%s)"
_TABLES = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY relname
"""
_FUNCTIONS = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
_MAY_DO_ALL = """
SELECT bool_or(pg_has_role(current_user, c.relowner, 'MEMBER')) FROM pg_class c
WHERE c.oid = 'accounts_auditentry'::regclass
"""


def exist(using: str = "default") -> bool:
    """Whether this server has the roles at all."""
    with connections[using].cursor() as cursor:
        cursor.execute(_ROLES, [list(sql.ROLES)])
        return bool(cursor.fetchone()[0] == len(sql.ROLES))


def grant(*, using: str = "default", **_signal: Any) -> None:
    """What `GRANTS` says, for the tables there are. Without the roles there is nothing to grant."""
    if not exist(using):
        return
    with connections[using].cursor() as cursor:
        cursor.execute(_TABLES)
        there = {name for (name,) in cursor.fetchall()}
        cursor.execute(sql.ONLY_SOFTWARE)
        cursor.execute(sql.of_tables(sorted(there & GRANTS.keys())))
        cursor.execute(_FUNCTIONS)
        cursor.execute(sql.of_functions({name for (name,) in cursor.fetchall()}))
        cursor.execute(sql.OF_EVENTS)
        cursor.execute(sql.OF_DATABASE)
        cursor.execute(policies.of_tables(sorted(there & POLICIES.keys())))


def passes_row_security() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolbypassrls OR rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


def verify() -> None:
    """Raise ImproperlyConfigured when a process of production may do anything with the tables."""
    if settings.SANDBOX:
        return
    with connection.cursor() as cursor:
        cursor.execute(_MAY_DO_ALL)
        is_owner = cursor.fetchone()[0]
    if is_owner:
        raise ImproperlyConfigured(
            "This process reaches the database as the owner of its tables, and could rewrite the "
            "record of who did what. Give it a role of its own: `manage.py database_roles` prints "
            "the SQL; HUANCUI_WEB_DATABASE_URL then names huancui_web, HUANCUI_WORKER_DATABASE_URL "
            "huancui_worker, and HUANCUI_OWNER_DATABASE_URL the owner, for `migrate` alone."
        )
    if process.kind == "worker" and not passes_row_security():
        raise ImproperlyConfigured(
            "A worker serves all lenders, and its role of the database is kept to none: it would "
            "find no loan. As a superuser: ALTER ROLE huancui_worker BYPASSRLS."
        )
    if process.kind == "web" and passes_row_security():
        raise ImproperlyConfigured(
            "Pages show people of their person's lenders only, and this role of the database sees "
            "all. As a superuser: ALTER ROLE huancui_web NOBYPASSRLS."
        )
