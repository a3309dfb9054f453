"""Tables made by a migration that has been changed since are refused, not half used."""

import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import translation

from config import migration_marks

pytestmark = pytest.mark.django_db


def kept_says(looks: dict[str, str] | None) -> None:
    with connection.cursor() as cursor:
        said = None if looks is None else json.dumps(looks)
        cursor.execute("COMMENT ON TABLE django_migrations IS %s", [said])


def test_what_looks_as_it_did_is_migrated_again() -> None:
    call_command("migrate", verbosity=0)
    call_command("migrate", verbosity=0)


def test_what_was_changed_since_is_refused_by_its_name_with_the_way_out() -> None:
    kept_says({"messaging.0001_initial": "as it was", "accounts.0009_gone": "renamed away"})
    with pytest.raises(CommandError, match=r"messaging\.0001_initial.*HUANCUI_DATA"):
        migration_marks.check(using="default")


def test_of_tables_that_kept_nothing_the_columns_tell() -> None:
    kept_says(None)
    migration_marks.check(using="default")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE feedback_complaint RENAME COLUMN withdrawn_at TO taken_back_at")
    with pytest.raises(CommandError, match=r"feedback_complaint\.withdrawn_at"):
        migration_marks.check(using="default")


def test_a_first_migrate_that_was_interrupted_goes_on() -> None:
    kept_says(None)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE feedback_complaint RENAME COLUMN withdrawn_at TO taken_back_at")
        cursor.execute("DELETE FROM django_migrations WHERE app = 'feedback'")
    migration_marks.check(using="default")


def test_a_second_migrate_beside_one_that_runs_is_refused() -> None:
    other = connection.copy()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_all()")  # what made these tables holds it
    try:
        with other.cursor() as cursor:
            cursor.execute(migration_marks._ALONE, [migration_marks._LOCK])
            assert cursor.fetchone() == (True,)
        with translation.override("en"), pytest.raises(CommandError, match="at work"):
            migration_marks.check(using="default")
    finally:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_all()")
        other.close()
    migration_marks.check(using="default")
