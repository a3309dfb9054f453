"""What production refuses to start with, looked up in the database by every server process."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from accounts.audit import vouching
from accounts.rotation import known_keys
from config import clock
from config.database_roles import granting
from config.processes import installation, tables
from messaging.outbox import failpoints

SERVERS_LOG = {
    "log_min_error_statement": {"panic", "fatal"},
    "log_error_verbosity": {"terse"},
    "log_statement": {"none", "ddl"},
}
"""What PostgreSQL must be set to: its literals and its DETAIL are people's values."""

SEEN = "SELECT current_setting('track_activities')::boolean"


def verify_key() -> None:
    """Raise ImproperlyConfigured when the database believes another key than this process signs
    with: nothing that a person does could be recorded as theirs."""
    if not vouching.is_believed():
        raise ImproperlyConfigured(
            "HUANCUI_SECRET_KEY is not the one the database was told of, so that it would believe "
            "nothing of what is said about who acts. Run `manage.py migrate` with this key."
        )


def verify_tables() -> None:
    """Raise ImproperlyConfigured where the tables are of an earlier version than this process."""
    if lacking := tables.are_behind():
        raise ImproperlyConfigured(
            f"The tables are of an earlier version: they lack {', '.join(lacking[:5])}. Run "
            "`manage.py migrate` first; processes of the version before go on meanwhile."
        )


def verify_known_keys() -> None:
    """Raise ImproperlyConfigured without the keys that values in the database were made with; make
    those known that this process will write with."""
    try:
        known_keys.require()
    except known_keys.KeysMissing as missing:
        raise ImproperlyConfigured(
            f"{missing} Start it with the keys of the other processes; a field key may be left out "
            "once `manage.py rotate_keys` has said that nothing is under it, an index key once "
            "`manage.py rotate_index` has."
        ) from None
    known_keys.make_known(now=clock.now())


def verify_servers_log() -> None:
    """Raise ImproperlyConfigured when the database would write people's values into its own log."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting FROM pg_settings WHERE name = ANY (%s)", [list(SERVERS_LOG)]
        )
        said = dict(cursor.fetchall())
    if talkative := sorted(name for name, quiet in SERVERS_LOG.items() if said[name] not in quiet):
        raise ImproperlyConfigured(
            f"The database writes statements or rows that fail, with names and numbers in them, "
            f"into its log, by {', '.join(talkative)}. Set them for the roles or for the server: "
            "`manage.py database_roles` prints the SQL."
        )


def verify_statements_unseen() -> None:
    """Raise ImproperlyConfigured when whoever has this role's password could read in
    `pg_stat_activity` what a page says of who acts, and say it again within half a minute."""
    with connection.cursor() as cursor:
        cursor.execute(SEEN)
        is_seen = cursor.fetchone()[0]
    if is_seen:
        raise ImproperlyConfigured(
            "Another session of this role can read what runs, names and signatures included. As a "
            "superuser: ALTER ROLE … SET track_activities = off, for huancui_web and "
            "huancui_worker (`manage.py database_roles` prints the SQL)."
        )


def verify_user() -> None:
    """Raise ImproperlyConfigured where whoever takes over this process has the whole machine."""
    if os.geteuid() == 0:
        raise ImproperlyConfigured(
            "This process runs as root, and needs nothing of it. Start it as a user of its own."
        )


def verify() -> None:
    """Raise ImproperlyConfigured when the database is not of this mode, or a production
    installation holds what is a sandbox's.

    Secrets and DEBUG were refused before, when the settings were read (config.environment).
    """
    installation.verify()
    verify_tables()
    verify_key()
    granting.verify()
    verify_known_keys()
    if settings.SANDBOX:
        return
    if os.environ.get(failpoints.SETTING):
        raise ImproperlyConfigured(
            f"{failpoints.SETTING} is for tests: it makes workers fail on purpose. Unset it."
        )
    verify_user()
    verify_servers_log()
    verify_statements_unseen()
    from accounts.models import User
    from config.models import SandboxClock
    from messaging.models import Gateway

    if User.objects.filter(is_sample=True, is_active=True).exists():
        raise ImproperlyConfigured(
            "Sample logins are active; their password is public. Deactivate them "
            "(manage.py shell: User.objects.filter(is_sample=True).update(is_active=False)) "
            "or start with an empty database."
        )
    from messaging.gateways.registry.providers import PROVIDERS

    drivers = [provider.code for provider in PROVIDERS.values() if provider.sandbox]
    # One that waits or was rejected takes no text: nobody stops an installation by asking for it.
    if Gateway.objects.filter(driver__in=drivers, state="approved").exists():
        raise ImproperlyConfigured(
            "A sandbox gateway is approved; it would swallow real texts. Retire it first."
        )
    if SandboxClock.objects.exists():
        raise ImproperlyConfigured(
            "This database has a sandbox clock: it belongs to a sandbox. Use a database of its own."
        )
