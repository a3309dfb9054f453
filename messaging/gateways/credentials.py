"""Credentials are named in the database and kept outside it: `env:NAME` or `file:PATH`.

They are read when they are used and go into no log, error or table; a changed secret counts from
the next call on.
"""

from __future__ import annotations

import os
from pathlib import Path

LEAST_BYTES = 16


class NoCredentials(LookupError):
    """They are not where the gateway says. The message names the place, never what is in it."""


def read(reference: str) -> str:
    """The secret a gateway's `credentials_ref` names. Raises NoCredentials."""
    kind, _, name = reference.partition(":")
    if kind == "env" and name:
        secret = os.environ.get(name, "")
    elif kind == "file" and name:
        secret = _content(Path(name))
    else:
        raise NoCredentials("No credentials are named; write env:NAME or file:PATH.")
    secret = secret.strip()
    if len(secret.encode(errors="replace")) < LEAST_BYTES:
        raise NoCredentials(f"{reference} is unset or shorter than {LEAST_BYTES} bytes.")
    return secret


def _content(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise NoCredentials(f"{path} cannot be read: {type(error).__name__}.") from None
