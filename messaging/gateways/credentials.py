"""Credentials are named in the database and kept outside it, in a place of their own:
`env:HUANCUI_GATEWAY_NAME`, or `file:NAME` in the folder `HUANCUI_GATEWAY_FOLDER`.

They are read when they are used and go into no log, error or table; a changed secret counts from
the next call on. Whatever a gateway names goes to a stranger's server, so nothing else of this
machine can be named, and a secret of the installation is refused even in that place.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from django.conf import settings

from messaging.models.gateway import CREDENTIALS_NAMED

LEAST_BYTES = 16
MOST_BYTES = 4096
_NAMED = re.compile(CREDENTIALS_NAMED)


class NoCredentials(LookupError):
    """They are not where the gateway says. The message names the place, never what is in it."""


def is_named(reference: str) -> bool:
    """Whether it names a place where credentials of gateways may be."""
    return _NAMED.fullmatch(reference) is not None


def read(reference: str) -> str:
    """The secret a gateway's `credentials_ref` names. Raises NoCredentials."""
    if not is_named(reference):
        raise NoCredentials(
            "No credentials are named; write env:HUANCUI_GATEWAY_NAME, or file:NAME for a file in "
            "HUANCUI_GATEWAY_FOLDER."
        )
    kind, _, name = reference.partition(":")
    secret = os.environ.get(name, "") if kind == "env" else _content(name)
    secret = secret.strip()
    if len(secret.encode(errors="replace")) < LEAST_BYTES:
        raise NoCredentials(f"{reference} is unset or shorter than {LEAST_BYTES} bytes.")
    if any(own in secret for own in settings.OWN_SECRETS):
        raise NoCredentials(
            f"{reference} holds a secret of this installation, which no gateway is given; give the "
            "gateway one of its own."
        )
    return secret


def _content(name: str) -> str:
    folder: Path = settings.GATEWAY_FOLDER
    try:
        path = (folder / name).resolve(strict=True)
        if not path.is_relative_to(folder.resolve()) or not path.is_file():
            raise NoCredentials(f"file:{name} is no file in {folder}, or leads out of it.")
        with path.open("rb") as file:
            return file.read(MOST_BYTES).decode()
    except (OSError, ValueError) as error:
        raise NoCredentials(f"file:{name} cannot be read: {type(error).__name__}.") from None
