"""Reading settings from the environment, and refusing unsafe ones with a clear sentence."""

import base64
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from environ import Env

MODES = ("sandbox", "production")
SECRETS = (
    "HUANCUI_SECRET_KEY",
    "HUANCUI_FIELD_KEYS",
    "HUANCUI_INDEX_KEY",
    "HUANCUI_SUPPRESSION_KEY",
)
DATABASE_URLS = (
    *("DATABASE_URL", "HUANCUI_OWNER_DATABASE_URL"),
    *("HUANCUI_WEB_DATABASE_URL", "HUANCUI_WORKER_DATABASE_URL"),
)
MAIL_SCHEMES = ("smtp", "smtps", "smtp+tls", "smtp+ssl")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LEAST_SECRET = 16
LEAST_OWN_SECRET = 8
"""A shorter one could stand in a stranger's by chance."""


def mode(environ: Mapping[str, str]) -> str:
    """`sandbox` unless said otherwise: what is not told to be real writes to no real people. With a
    database of one's own it must be said, as a sandbox can empty its database."""
    value = environ.get("HUANCUI_MODE") or ""
    if not value and environ.get("DATABASE_URL"):
        raise ImproperlyConfigured(
            "DATABASE_URL is set and HUANCUI_MODE is not: say HUANCUI_MODE=production for a real "
            "installation or HUANCUI_MODE=sandbox for one that may be emptied, or unset "
            "DATABASE_URL to use the embedded database."
        )
    value = value or "sandbox"
    if value not in MODES:
        raise ImproperlyConfigured(
            f"HUANCUI_MODE is {value!r}; set it to 'production' or 'sandbox', or leave it unset."
        )
    return value


def require_production_secrets(environ: Mapping[str, str]) -> None:
    """Name every unset secret at once, with the way to make one."""
    missing = [name for name in SECRETS if not environ.get(name)]
    if missing:
        raise ImproperlyConfigured(
            f"In production these secrets must be set: {', '.join(missing)}. "
            "`python -m config.environment` prints a fresh set to keep in your secret store."
        )
    if environ.get("HUANCUI_DEBUG", "").lower() in {"1", "true", "yes", "on"}:
        raise ImproperlyConfigured("HUANCUI_DEBUG must be off in production; unset it.")
    if not environ.get("HUANCUI_HOSTS"):
        raise ImproperlyConfigured(
            "In production HUANCUI_HOSTS must name the hosts served, separated by commas."
        )
    for name in ("DATABASE_URL", "REDIS_URL"):
        if not environ.get(name):
            raise ImproperlyConfigured(
                f"In production {name} must point at your own server; the embedded one is for "
                "sandboxes and tests."
            )
    if not any(environ.get(f"HUANCUI_SEAL_{name}") for name in ("KEYS", "PUBLIC_KEYS")):
        raise ImproperlyConfigured(
            "In production HUANCUI_SEAL_KEYS must hold the key that "
            "signs the sealed chain; processes that seal nothing may have "
            "HUANCUI_SEAL_PUBLIC_KEYS instead. `python -m config.environment` prints a fresh one."
        )
    for url in database_urls(environ):
        require_private_ways(url, environ["REDIS_URL"])
    require_private_mail(environ.get("HUANCUI_EMAIL_URL", ""))


def database_urls(environ: Mapping[str, str], *more: str) -> list[str]:
    """Every address of the database that this environment holds."""
    return [*(url for name in DATABASE_URLS if (url := environ.get(name))), *more]


def heads_folder(environ: Mapping[str, str], data: Path) -> Path:
    """Where published heads of the chain are appended to."""
    said = environ.get("HUANCUI_HEADS_FOLDER", "")
    if said and not Path(said).is_absolute():
        raise ImproperlyConfigured(f"HUANCUI_HEADS_FOLDER is {said!r}; name it by its whole path.")
    return Path(said) if said else data / "heads"


def heads_webhook(environ: Mapping[str, str]) -> str:
    """Where the newest head is posted to; "": nowhere. The head itself is signed."""
    url = environ.get("HUANCUI_HEADS_WEBHOOK", "")
    if url and (urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname):
        raise ImproperlyConfigured("HUANCUI_HEADS_WEBHOOK must be an http:// or https:// address.")
    return url


def require_private_ways(database_url: str, redis_url: str) -> None:
    """What goes to the database and the broker is read and changed by nobody on the way: TLS with
    the server's name checked, or a socket of this machine."""
    database, broker = urlsplit(database_url), urlsplit(redis_url)
    asked, said = (dict(parse_qsl(each.query)) for each in (database, broker))
    host = asked.get("host") or unquote(database.hostname or "")
    if not host.startswith("/") and asked.get("sslmode") != "verify-full":
        raise ImproperlyConfigured(
            "In production DATABASE_URL must ask for TLS and check the server's name: add "
            "?sslmode=verify-full&sslrootcert=/path/of/your/ca.pem, or name a socket by "
            "?host=/folder."
        )
    checked = said.get("ssl_cert_reqs", "required") in {"required", "CERT_REQUIRED"}
    if broker.scheme != "unix" and not (
        broker.scheme == "rediss" and checked and said.get("ssl_check_hostname", "true") == "true"
    ):
        raise ImproperlyConfigured(
            "In production REDIS_URL must begin with rediss:// (TLS, with the server's "
            "certificate checked) or unix://."
        )
    if not broker.password:
        raise ImproperlyConfigured(
            "In production REDIS_URL must hold a password, as rediss://:password@host:6379/0: "
            "whoever writes to the broker gives the workers their tasks."
        )


def require_private_mail(url: str) -> None:
    """E-mails to staff, some with a link that sets a password, leave by TLS or to this machine."""
    server = urlsplit(url)
    if server.scheme == "smtp" and server.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise ImproperlyConfigured(
            "In production HUANCUI_EMAIL_URL must begin with smtp+tls:// (STARTTLS) or smtps://, "
            "or name a mail server of this machine."
        )


def fresh_secrets() -> dict[str, str]:
    """A new set of secrets: 32 random bytes each, field keys carrying the key id 1."""

    def key() -> str:
        return base64.b64encode(secrets.token_bytes(32)).decode()

    return {
        "HUANCUI_SECRET_KEY": secrets.token_urlsafe(48),
        "HUANCUI_FIELD_KEYS": f"1:{key()}",
        "HUANCUI_INDEX_KEY": key(),
        "HUANCUI_SUPPRESSION_KEY": key(),
    }


def fresh_seal_key() -> dict[str, str]:
    """A new key for the sealed chain: the 32 bytes Ed25519 begins with."""
    return {"HUANCUI_SEAL_KEYS": f"1:{base64.b64encode(secrets.token_bytes(32)).decode()}"}


def number(environ: Mapping[str, str], name: str, *, default: int, least: int = 1) -> int:
    """A limit: a whole number from `least` to a million."""
    value = environ.get(name) or str(default)
    if not value.isdecimal() or not least <= int(value) <= 1_000_000:
        raise ImproperlyConfigured(
            f"{name} is {value!r}; set it to a number from {least} to 1000000."
        )
    return int(value)


def switch(environ: Mapping[str, str], name: str, *, default: bool) -> bool:
    """On or off, said as 1 or 0."""
    value = environ.get(name) or str(int(default))
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} is {value!r}; set it to 1 or 0, or leave it unset.")
    return value == "1"


def log_level(environ: Mapping[str, str]) -> str:
    """How much the logs say, in either case of letters."""
    said = environ.get("HUANCUI_LOG_LEVEL") or "INFO"
    if said.upper() not in LOG_LEVELS:
        raise ImproperlyConfigured(
            f"HUANCUI_LOG_LEVEL is {said!r}; set it to one of {', '.join(LOG_LEVELS)}."
        )
    return said.upper()


def scanner(environ: Mapping[str, str], *, sandbox: bool) -> str:
    """Where ClamAV's daemon listens, `unix:///path` or `tcp://host:port`; "": nowhere, which
    production has to say by `none`. What goes there is somebody's file, in the clear."""
    said = environ.get("HUANCUI_CLAMD", "")
    if said == "none" or (sandbox and not said):
        return ""
    if not said:
        raise ImproperlyConfigured(
            "In production HUANCUI_CLAMD must name the virus scanner, as "
            "unix:///run/clamav/clamd.ctl or tcp://127.0.0.1:3310. With HUANCUI_CLAMD=none files "
            "of strangers reach staff unscanned, and every page that shows one says so."
        )
    parts = urlsplit(said)
    if parts.scheme == "unix" and parts.path.startswith("/"):
        return said
    if parts.scheme != "tcp" or not parts.hostname or not parts.port:
        raise ImproperlyConfigured(
            f"HUANCUI_CLAMD is {said!r}; write unix:///run/clamav/clamd.ctl or "
            "tcp://127.0.0.1:3310, or none."
        )
    if not sandbox and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise ImproperlyConfigured(
            "HUANCUI_CLAMD must be on this machine in production: clamd takes files unencrypted."
        )
    return said


def disks_are_encrypted(environ: Mapping[str, str], *, sandbox: bool) -> bool:
    """Whether somebody says so of those the database and its backups lie on. Who a person is stands
    sealed in its columns; amounts, days and loan numbers, which rules compute with, do not. Nobody
    but whoever runs the machine can know, so production starts on their word alone."""
    said = environ.get("HUANCUI_DISKS", "")
    if said == "encrypted":
        return True
    if sandbox and not said:
        return False
    raise ImproperlyConfigured(
        "In production HUANCUI_DISKS must say `encrypted`: the disks the database lies on, and "
        "those of its backups, have to be (LUKS, or the provider's encryption at rest). Names, "
        "numbers and texts are sealed in the database; amounts, days and loan numbers are not."
    )


def team_zone(environ: Mapping[str, str]) -> str:
    """Where the team works: the days of trainings and reviews, and the times on screens."""
    name = environ.get("HUANCUI_TEAM_ZONE") or "Asia/Shanghai"
    if name not in available_timezones():
        raise ImproperlyConfigured(
            f"HUANCUI_TEAM_ZONE is {name!r}, which is no time zone; set it to a name such as "
            "Asia/Shanghai, or leave it unset."
        )
    return name


def mail_server(environ: Mapping[str, str]) -> dict[str, Any] | None:
    """Django's settings for the mail server of HUANCUI_EMAIL_URL, as smtp+tls://user:word@host:587;
    None when it is not set."""
    url = environ.get("HUANCUI_EMAIL_URL", "")
    if not url:
        return None
    scheme = url.partition("://")[0]
    if scheme not in MAIL_SCHEMES or not urlsplit(url).hostname:
        raise ImproperlyConfigured(
            f"HUANCUI_EMAIL_URL begins with {scheme!r}; write one of {', '.join(MAIL_SCHEMES)} and "
            "a host, as smtp+tls://user:password@mail.example.com:587."
        )
    found: dict[str, Any] = Env.email_url_config(url)
    return {name: value for name, value in found.items() if name.startswith("EMAIL_")}


def addresses(environ: Mapping[str, str], name: str) -> list[str]:
    """E-mail addresses, separated by commas."""
    found = [each.strip() for each in environ.get(name, "").split(",") if each.strip()]
    for each in found:
        try:
            validate_email(each)
        except ValidationError:
            raise ImproperlyConfigured(
                f"{name} names {each!r}, which is no e-mail address."
            ) from None
    return found


def webhook(environ: Mapping[str, str]) -> tuple[str, str]:
    """Where alarms are posted and the secret that signs them; two empty texts: nowhere."""
    url, secret = (
        environ.get(name, "") for name in ("HUANCUI_ALARM_WEBHOOK", "HUANCUI_ALARM_WEBHOOK_SECRET")
    )
    if url and (urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname):
        raise ImproperlyConfigured("HUANCUI_ALARM_WEBHOOK must be an http:// or https:// address.")
    if url and len(secret) < LEAST_SECRET:
        raise ImproperlyConfigured(
            "HUANCUI_ALARM_WEBHOOK needs HUANCUI_ALARM_WEBHOOK_SECRET of at least "
            f"{LEAST_SECRET} characters, by which the receiver knows the alarm is ours."
        )
    return url, secret


def metrics_token(environ: Mapping[str, str]) -> str:
    """What /metrics asks for; empty: outside a sandbox there is no such page."""
    token = environ.get("HUANCUI_METRICS_TOKEN", "")
    if token and len(token) < LEAST_SECRET:
        raise ImproperlyConfigured(
            f"HUANCUI_METRICS_TOKEN needs at least {LEAST_SECRET} characters: who has it reads "
            "figures of all lenders."
        )
    return token


def data_folder(environ: Mapping[str, str], base: Path) -> Path:
    """Where uploads, logs and the embedded servers live."""
    return Path(environ.get("HUANCUI_DATA") or base / "var").resolve()


def gateway_folder(environ: Mapping[str, str], data: Path) -> Path:
    """The one folder whose files a gateway's credentials may be: it must hold nothing else."""
    said = environ.get("HUANCUI_GATEWAY_FOLDER", "")
    folder = Path(said) if said else data / "gateways"
    if not folder.is_absolute() or data.is_relative_to(folder.resolve()):
        raise ImproperlyConfigured(
            f"HUANCUI_GATEWAY_FOLDER is {said!r}; name a folder of its own by its whole path, not "
            "the data folder nor one around it: whatever lies in it can be sent to a gateway."
        )
    return folder


def own_secrets(secrets: Mapping[str, str], *urls: str) -> frozenset[str]:
    """What no gateway may be given: our keys, each also without its id, and the passwords in the
    addresses of database, broker and mail server."""
    keys = [part for value in secrets.values() for part in re.split(r"[,\s]+", value)]
    bare = [key.partition(":")[2] or key for key in keys]
    words = [unquote(urlsplit(url).password or "") for url in urls]
    return frozenset(each for each in (*keys, *bare, *words) if len(each) >= LEAST_OWN_SECRET)


if __name__ == "__main__":
    for name, value in {**fresh_secrets(), **fresh_seal_key()}.items():
        print(f"{name}={value}")
