"""Every name a setting has. One that is none of them was misspelt, and what it was to say would be
lost in silence: an alarm's address, a proxy, a key."""

from collections.abc import Mapping
from difflib import get_close_matches

from django.core.exceptions import ImproperlyConfigured

PREFIX = "HUANCUI_"
FREE = "HUANCUI_GATEWAY_"
"""Credentials of gateways have names of the installation's own."""

DEMANDED = "HUANCUI_REQUIRE_"
"""What tests must not pass over for want of a program: of no process, and of none's concern."""

FILE = "_FILE"
NAMES = frozenset(
    PREFIX + name
    for name in (
        *("MODE", "DEBUG", "LOG_LEVEL", "DATA", "DISKS", "CLAMD", "TEAM_ZONE"),
        *("SECRET_KEY", "FIELD_KEYS", "INDEX_KEY", "SUPPRESSION_KEY", "KEYS_DIR"),
        *("SEAL_KEYS", "SEAL_PUBLIC_KEYS", "HEADS_FOLDER", "HEADS_WEBHOOK", "HEADS_SYSLOG"),
        *("OWNER_DATABASE_URL", "WEB_DATABASE_URL", "WORKER_DATABASE_URL"),
        *("HOSTS", "STAFF_HOSTS", "STAFF_URL", "HSTS_SUBDOMAINS"),
        *("PROXIES", "PROXY_NETWORKS", "OUTGOING_HOSTS", "OUTGOING_NETWORKS"),
        *("EMAIL_URL", "EMAIL_FROM", "ALARM_EMAILS", "ALARM_WEBHOOK", "ALARM_WEBHOOK_SECRET"),
        *("METRICS_TOKEN", "SECOND_FACTOR", "OIDC_ISSUER", "OIDC_CLIENT_ID"),
        *("OIDC_CLIENT_SECRET", "OIDC_CLAIM", "OIDC_SECOND_FACTOR"),
        *("NEW_PEOPLE_ALONE", "NEW_LOANS_ALONE", "RAISED_PERCENT"),
        *("LOWERED_AMOUNT", "LOWERED_PERCENT"),
        *("SEARCHES_A_DAY", "REVEALS_A_DAY", "CALLS_A_DAY", "PHONE_SENDS_A_DAY"),
    )
)
OF_TESTS = frozenset({"HUANCUI_FAILPOINTS", "HUANCUI_SAMPLE_DAYS"})
"""Read, and in no list for those who run it: what refuses the first says so itself."""


def refuse_unknown(environ: Mapping[str, str], from_files: frozenset[str]) -> None:
    """Raise ImproperlyConfigured where a name of ours is none we know, with the likely one.
    `from_files`: those that may be said by `NAME_FILE` too."""
    known = NAMES | OF_TESTS | {name + FILE for name in from_files}
    said = {
        name
        for name in environ
        if name.startswith(PREFIX) and not name.startswith((FREE, DEMANDED))
    }
    for name in sorted(said - known):
        likely = get_close_matches(name, NAMES, n=1, cutoff=0.8)
        hint = f"; did you mean {likely[0]}?" if likely else "."
        raise ImproperlyConfigured(
            f"There is no setting {name}{hint} docs/settings.md lists them; take it away or spell "
            "it as there."
        )
