"""One lost variable must not make a production's database a sandbox's, which can be emptied."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection, transaction

from accounts.models import Lender
from config.processes import installation, startup
from config.sandbox import reset
from tests import make
from tests.config import make_installation

pytestmark = pytest.mark.django_db


def test_the_first_migrate_wrote_what_it_is() -> None:
    assert installation.mode() == "sandbox"
    startup.verify()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE huancui_installation SET mode = 'production'",
        "DELETE FROM huancui_installation",
        "TRUNCATE huancui_installation",
        "INSERT INTO huancui_installation (mode) VALUES ('production')",
        "SET LOCAL \"pgtrigger.ignore\" = '{stands}'; DELETE FROM huancui_installation",
    ],
)
def test_what_it_is_does_not_change(sql: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert installation.mode() == "sandbox"


def test_a_sandbox_refuses_a_productions_database() -> None:
    make_installation.say("production")
    with pytest.raises(ImproperlyConfigured, match="was made for production"):
        startup.verify()


def test_production_refuses_a_sandboxs_database(settings: Any) -> None:
    settings.SANDBOX = False
    with pytest.raises(ImproperlyConfigured, match="was made for sandbox"):
        startup.verify()


def test_a_database_that_says_nothing_is_refused_by_both(settings: Any) -> None:
    make_installation.say(None)
    for sandbox in (True, False):
        settings.SANDBOX = sandbox
        with pytest.raises(ImproperlyConfigured, match=r"manage\.py migrate"):
            startup.verify()


def test_a_database_without_tables_is_told_apart() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE huancui_installation RENAME TO elsewhere")
    assert installation.mode() is None


def test_a_sandbox_does_not_empty_what_is_not_a_sandboxs() -> None:
    make.lender()
    make_installation.say("production")
    with pytest.raises(RuntimeError, match="Only a sandbox"):
        reset.empty()
    assert Lender.objects.exists()
