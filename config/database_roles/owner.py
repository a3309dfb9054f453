"""The owner of the tables, for the one thing a page does as it: a sandbox made anew."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection


@contextmanager
def as_owner() -> Iterator[None]:
    """Inside, this thread speaks to the database as the owner of its tables. In a sandbox only, and
    outside any transaction."""
    if settings.OWNER_DATABASE is None or connection.in_atomic_block:
        raise RuntimeError("Only a sandbox is made anew from a page.")
    usual = connection.settings_dict
    connection.close()
    connection.settings_dict = {
        **usual,
        **{name: settings.OWNER_DATABASE[name] for name in ("USER", "PASSWORD")},
    }
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = usual
