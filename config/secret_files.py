"""Secrets as a vault hands them over: each a file, which only this process can read.

Three ways, for each name in `FROM_FILES`: `NAME_FILE` names its file; `HUANCUI_KEYS_DIR` names the
folder in which a vault's agent (or a mounted secret) has a file of that name; and
`CREDENTIALS_DIRECTORY` is what systemd sets for `LoadCredential=`. What is said twice and differs
is refused, as is a file that others may write. Nothing of it enters the environment, which child
processes inherit and which stands in `/proc`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

FROM_FILES = (
    *("HUANCUI_SECRET_KEY", "HUANCUI_FIELD_KEYS", "HUANCUI_INDEX_KEY", "HUANCUI_SUPPRESSION_KEY"),
    *("HUANCUI_SEAL_KEYS", "HUANCUI_SEAL_PUBLIC_KEYS"),
    *("DATABASE_URL", "REDIS_URL", "HUANCUI_OWNER_DATABASE_URL"),
    *("HUANCUI_WEB_DATABASE_URL", "HUANCUI_WORKER_DATABASE_URL"),
    *("HUANCUI_EMAIL_URL", "HUANCUI_OIDC_CLIENT_SECRET", "HUANCUI_ALARM_WEBHOOK_SECRET"),
)
FOLDERS = ("HUANCUI_KEYS_DIR", "CREDENTIALS_DIRECTORY")
LISTS = frozenset({"HUANCUI_FIELD_KEYS", "HUANCUI_INDEX_KEY", "HUANCUI_SEAL_KEYS"})
"""May stand on lines of their own: the file is one list."""

LARGEST_BYTES = 64 * 1024


def with_files(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment and what lies in files. Raises ImproperlyConfigured, naming no value."""
    found = dict(environ)
    for name in FROM_FILES:
        for path, source in _files(environ, name):
            value = _read(path, name, source)
            if found.get(name) and found[name] != value:
                raise ImproperlyConfigured(
                    f"{name} is said twice, and {source} says something else. Take one away."
                )
            found[name] = value
    return found


def _files(environ: Mapping[str, str], name: str) -> Iterator[tuple[Path, str]]:
    if said := environ.get(f"{name}_FILE"):
        yield Path(said), f"{name}_FILE"
    for folder in FOLDERS:
        if (said := environ.get(folder)) and name in _names_in(Path(said), folder):
            yield Path(said) / name, folder


def _names_in(path: Path, source: str) -> list[str]:
    """What a vault has there, links that lead nowhere yet too: without its folder a process would
    start with other secrets, or with none, and say nothing of why."""
    try:
        return os.listdir(path)
    except OSError as error:
        raise ImproperlyConfigured(
            f"The folder that {source} names cannot be read: {_why(error)}. The vault's agent has "
            "to be there first, and the folder be this process's to read."
        ) from None


def _read(path: Path, name: str, source: str) -> str:
    try:
        if path.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise ImproperlyConfigured(
                f"{name}: others may write the file that {source} leads to. Take that away "
                "(chmod go-w)."
            )
        text = path.read_bytes()[:LARGEST_BYTES].decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(
            f"{name} cannot be read where {source} leads to: {_why(error)}."
        ) from None
    value = ",".join(text.split()) if name in LISTS else text.strip()
    if not value:
        raise ImproperlyConfigured(f"{name}: the file that {source} leads to is empty.")
    return value


def _why(error: Exception) -> str:
    return (error.strerror or "unreadable") if isinstance(error, OSError) else "it is no text"
