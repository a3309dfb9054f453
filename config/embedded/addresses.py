"""Where the database and the broker are: said by the environment, or the embedded ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from config.database_roles import process
from config.embedded.identity import recorded_home
from config.embedded.paths import Layout
from config.embedded.postgres import DATABASE, ROLES
from config.embedded.secrets import password_of, recorded_passwords

OWN_URL: Mapping[process.Kind, str] = {
    "owner": "HUANCUI_OWNER_DATABASE_URL",
    "web": "HUANCUI_WEB_DATABASE_URL",
    "worker": "HUANCUI_WORKER_DATABASE_URL",
}


@dataclass(frozen=True)
class Addresses:
    """`database_url` as libpq reads it, `redis_url` as redis-py does."""

    database_url: str
    redis_url: str


def resolve(
    environ: Mapping[str, str], data_dir: Path, *, kind: process.Kind = "owner"
) -> Addresses:
    """Both addresses for a process of this kind; starts nothing and writes nothing. Who is given
    no address of their own takes DATABASE_URL."""
    ours = embedded(data_dir, kind=kind)
    return Addresses(
        database_url=(
            environ.get(OWN_URL[kind]) or environ.get("DATABASE_URL") or ours.database_url
        ),
        redis_url=environ.get("REDIS_URL") or ours.redis_url,
    )


def embedded(data_dir: Path, *, kind: process.Kind = "owner") -> Addresses:
    """The embedded servers' addresses; without passwords as long as there are none."""
    data = data_dir.resolve()
    layout = Layout(data, recorded_home(data))
    passwords = recorded_passwords(layout.passwords)
    database, broker = quote(password_of(kind, passwords)), quote(passwords["valkey"])
    return Addresses(
        database_url=(
            f"postgresql://{ROLES[kind]}:{database}@/{DATABASE}"
            f"?host={quote(str(layout.sockets), safe='')}"
        ),
        redis_url=f"unix://:{broker}@{quote(str(layout.valkey_socket))}?db=0",
    )


def of_kind(owners_url: str, kind: process.Kind) -> str:
    """The address of an embedded database for another kind of process than its owner."""
    parts = urlsplit(owners_url)
    secret = password_of(kind, {"application": unquote(parts.password or "")})
    where = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{ROLES[kind]}:{quote(secret)}@{where}").geturl()


def django_database(url: str) -> dict[str, Any]:
    """Django's `DATABASES` entry for a PostgreSQL URL, by TCP or by socket (`?host=/folder`)."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL must begin with postgresql://: no other database is used.")
    options = dict(parse_qsl(parts.query))
    host, port = options.pop("host", None), options.pop("port", None)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host or unquote(parts.hostname or ""),
        "PORT": port or str(parts.port or ""),
        "OPTIONS": options,
    }


def celery_broker_url(redis_url: str) -> str:
    """The same broker as kombu writes it: `unix://` is `redis+socket://` there, and TLS is spoken
    only where the address says how the certificate is checked."""
    parts = urlsplit(redis_url)
    if parts.scheme == "rediss" and "ssl_cert_reqs" not in dict(parse_qsl(parts.query)):
        query = f"{parts.query}&" if parts.query else ""
        return parts._replace(query=f"{query}ssl_cert_reqs=required").geturl()
    if parts.scheme != "unix":
        return redis_url
    database = dict(parse_qsl(parts.query)).get("db", "0")
    who = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
    return f"redis+socket://{who}{parts.path}?virtual_host={database}"
