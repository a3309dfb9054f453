"""What each migration looked like when it was applied, so that one changed since is noticed.

Until the first release there is one migration per app, written anew with every change of a model
(CONTRIBUTING): tables made by an earlier state of the development are never brought up to date, and
pages would fail one by one. `migrate` refuses them instead, and says the way out.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import CommandError
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

OURS = ("config", "accounts", "messaging", "feedback")
_KEPT = "SELECT obj_description(to_regclass('django_migrations'))"
_LOCK = 0x6D_69_67_72
_ALONE = "SELECT pg_try_advisory_lock(%s)"  # until this connection ends, with whoever is killed
_COLUMNS = """
SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()
"""


def check(*, using: str, **_signal: Any) -> None:
    """Before `migrate`. Raises CommandError where an applied migration has been changed since, and
    while another one is at work: what it was going to do was found out before this."""
    connection = connections[using]
    if not _is_alone(connection):
        raise CommandError(
            _("Another `migrate` is at work on this database. Wait for its end, then run it again.")
        )
    loader = MigrationLoader(connection)
    applied = {key for key in loader.applied_migrations if key[0] in OURS}
    if not applied:
        return
    kept = _kept(connection)
    looks = _looks(loader)
    changed = sorted(name for name, look in kept.items() if looks.get(name, look) != look)
    if not kept and set(loader.disk_migrations) & set(applied):
        changed = _lacking(connection, _whole(loader))
    if changed:
        raise CommandError(
            _(
                "These tables were made by an earlier state of the development and cannot be"
                " brought up to date: %(changed)s. Begin with an empty database; of a sandbox, move"
                " its data folder away, or name another one in HUANCUI_DATA."
            )
            % {"changed": ", ".join(changed[:5])}
        )


def keep(*, using: str, **_signal: Any) -> None:
    """After `migrate`: how each that is applied looks."""
    connection = connections[using]
    loader = MigrationLoader(connection)
    applied = {".".join(key) for key in loader.applied_migrations}
    looks = {name: look for name, look in _looks(loader).items() if name in applied}
    with connection.cursor() as cursor:
        cursor.execute("COMMENT ON TABLE django_migrations IS %s", [json.dumps(looks)])


def _is_alone(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_ALONE, [_LOCK])
        return bool(cursor.fetchone()[0])


def _whole(loader: MigrationLoader) -> list[str]:
    """The apps of which nothing is left to be applied: a `migrate` that was interrupted leaves
    others without tables, and goes on with them."""
    left = {label for label, _name in set(loader.disk_migrations) - set(loader.applied_migrations)}
    return [label for label in OURS if label not in left]


def _kept(connection: BaseDatabaseWrapper) -> Mapping[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(_KEPT)
        (said,) = cursor.fetchone()
    return dict(json.loads(said)) if said else {}


def _looks(loader: MigrationLoader) -> dict[str, str]:
    return {
        ".".join(key): sha256(Path(inspect.getfile(type(each))).read_bytes()).hexdigest()[:16]
        for key, each in loader.disk_migrations.items()
        if key[0] in OURS
    }


def _lacking(connection: BaseDatabaseWrapper, labels: Sequence[str]) -> list[str]:
    """Columns that models of these apps have and the tables lack, of a database that kept
    nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        there = set(cursor.fetchall())
    return [
        f"{model._meta.db_table}.{field.column}"
        for label in labels
        for model in apps.get_app_config(label).get_models()
        if model._meta.managed
        for field in model._meta.local_concrete_fields
        if (model._meta.db_table, field.column) not in there
    ]
