"""Whether this process and the tables are of one version: what is applied, and what we carry."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from django.apps import apps
from django.db import connection

from config.migration_marks import OURS

_APPLIED = "SELECT app || '.' || name FROM django_migrations WHERE app = ANY (%s)"


def carried() -> set[str]:
    """The migrations of this process's code, as `messaging.0001_initial`."""
    return {
        f"{label}.{found.name}"
        for label in OURS
        for found in iter_modules(
            import_module(f"{apps.get_app_config(label).name}.migrations").__path__
        )
    }


def applied() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(_APPLIED, [list(OURS)])
        return {name for (name,) in cursor.fetchall()}


def are_behind() -> list[str]:
    """What the tables lack that this process needs."""
    return sorted(carried() - applied())


def are_ahead() -> list[str]:
    """What they have had that this process knows nothing of: it is of an older version."""
    return sorted(applied() - carried())
