"""A production installation does not start with a sandbox's things in its database."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.database_roles import process, sql
from config.models import SandboxClock
from config.processes import startup, tables
from messaging.approval import drafting, steps
from messaging.models import Gateway
from tests import make, make_outbox
from tests.as_role import WEB, WORKER, as_role
from tests.config import make_installation

pytestmark = pytest.mark.django_db


def start() -> None:
    """As a server does: not as the owner of the tables."""
    with as_role(WEB):
        startup.verify()


@pytest.fixture
def production(settings: Any, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    settings.SANDBOX = False
    make_installation.say("production")


def test_a_sandbox_may_hold_what_it_likes() -> None:
    make.staff("agent", is_sample=True)
    startup.verify()


def test_a_clean_production_starts(production: None) -> None:
    start()


def test_no_server_of_production_starts_as_the_owner_of_its_tables(production: None) -> None:
    with pytest.raises(ImproperlyConfigured, match="as the owner of its tables"):
        startup.verify()


def test_sample_logins_are_refused(production: None) -> None:
    make.staff("agent", is_sample=True)
    with pytest.raises(ImproperlyConfigured, match="Sample logins"):
        start()


@pytest.mark.parametrize(("driver", "channel"), [("sandbox", "sms"), ("sandbox_email", "email")])
def test_an_approved_sandbox_gateway_is_refused_and_nobody_stops_a_start_by_asking(
    production: None, now: datetime, driver: str, channel: str
) -> None:
    author = make.staff("administrator")
    asked = drafting.start(
        Gateway(code="x", driver=driver, channel=channel, content_classes=["confirmation"]),
        note="",
        by=author,
        now=now,
    )
    steps.submit(asked, by=author, now=now)
    start()
    make_outbox.gateway(driver=driver, channel=channel)
    with pytest.raises(ImproperlyConfigured, match="sandbox gateway is approved"):
        start()


def test_a_sandbox_clock_is_refused(production: None) -> None:
    SandboxClock.objects.create(offset=timedelta(0))
    with pytest.raises(ImproperlyConfigured, match="sandbox clock"):
        start()


@pytest.mark.parametrize(("kind", "role"), [("worker", WEB), ("web", WORKER)])
def test_a_role_that_sees_too_much_or_too_little_is_refused(
    production: None, monkeypatch: pytest.MonkeyPatch, kind: str, role: str
) -> None:
    monkeypatch.setattr(process, "kind", kind)
    with as_role(role), pytest.raises(ImproperlyConfigured, match="As a superuser"):
        startup.verify()


def test_no_server_of_production_runs_as_root(
    production: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    with pytest.raises(ImproperlyConfigured, match="runs as root"):
        start()


@pytest.mark.parametrize("name", startup.SERVERS_LOG)
def test_a_database_that_writes_peoples_values_into_its_log_is_refused(
    production: None, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """(Whoever is no superuser cannot set it; so another value is asked for than there is.)"""
    monkeypatch.setitem(startup.SERVERS_LOG, name, {"another"})
    with pytest.raises(ImproperlyConfigured, match=rf"by {name}\. .*database_roles"):
        start()


def test_the_sql_of_the_roles_sets_what_is_asked_for() -> None:
    for role in sql.ROLES:
        for name in ("log_min_error_statement", "log_error_verbosity"):
            [said] = re.findall(rf"ALTER ROLE {role} SET {name} = '(\w+)'", sql.CREATE)
            assert said in startup.SERVERS_LOG[name]


def test_a_role_whose_statements_others_read_is_refused(
    production: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """(Read in `pg_stat_activity`, what says who acts could be said again.)"""
    monkeypatch.setattr(startup, "SEEN", "SELECT true")
    with pytest.raises(ImproperlyConfigured, match="track_activities = off"):
        start()
    for role in sql.ROLES:
        assert f"ALTER ROLE {role} SET track_activities = off" in sql.CREATE


def test_tables_of_an_earlier_version_are_refused_with_the_way_out(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    startup.verify_tables()
    whole = tables.carried()
    monkeypatch.setattr(tables, "carried", lambda: whole | {"messaging.0002_next"})
    with pytest.raises(ImproperlyConfigured, match=r"lack messaging\.0002_next\. .*migrate"):
        startup.verify_tables()
