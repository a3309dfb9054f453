"""`pg_dump` and `pg_restore`: which, and how they reach the database. No password is on a command
line, where every user of the machine could read it."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from config.embedded.binaries import postgres_folder
from config.embedded.errors import EmbeddedError

_MAJOR = re.compile(r"\(PostgreSQL\) (\d+)")
_LIBPQ = {"NAME": "PGDATABASE", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "HOST": "PGHOST"}
_LIBPQ |= {"PORT": "PGPORT"}
_OPTIONS = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT"}
_OPTIONS |= {"sslkey": "PGSSLKEY"}


class NoProgram(Exception):
    """None is there, or none that is new enough for the server."""


def found(name: str, *, server: int, at_most: int | None = None) -> Path:
    """The program whose major version is the server's, or else the next one above it. Raises
    NoProgram: an older one does not read a newer server."""
    versions = {major: path for path in _candidates(name) if (major := _major(path)) is not None}
    good = [each for each in sorted(versions) if each >= server and each <= (at_most or each)]
    if not good:
        wanted = f"{server}" if at_most == server else f"{server} or newer"
        raise NoProgram(
            f"{name} of PostgreSQL {wanted} is needed and not on the PATH: install the package "
            f"postgresql-client-{server}."
        )
    return versions[good[0]]


def environment_of(database: Mapping[str, Any]) -> dict[str, str]:
    """What libpq reads, from Django's settings of the database."""
    said = {_LIBPQ[name]: str(database[name]) for name in _LIBPQ if database.get(name)}
    options = database.get("OPTIONS", {})
    said |= {variable: options[name] for name, variable in _OPTIONS.items() if options.get(name)}
    return {**os.environ, **said, "LC_ALL": "C"}


def _candidates(name: str) -> list[Path]:
    here = shutil.which(name)
    candidates = [Path(here)] if here else []
    with contextlib.suppress(EmbeddedError):
        candidates.append(postgres_folder() / "bin" / name)
    return [*candidates, *Path("/usr/lib/postgresql").glob(f"*/bin/{name}")]


def _major(path: Path) -> int | None:
    try:
        said = subprocess.run(  # noqa: S603
            [str(path), "--version"], capture_output=True, text=True, check=False
        ).stdout
    except OSError:
        return None
    match = _MAJOR.search(said)
    return int(match[1]) if match else None


def last_line(said: bytes) -> str:
    """Of what a program complained of: the end tells why it gave up. Values are left out: the
    server quotes rows in lines of their own, which begin with DETAIL or CONTEXT."""
    lines = [line for line in said.decode(errors="replace").splitlines() if line.strip()]
    told = [
        line for line in lines if not line.lstrip().startswith(("DETAIL", "CONTEXT", "Command"))
    ]
    return told[-1] if told else "it said nothing"
