"""The credentials a call is made with, or why it is not made."""

from __future__ import annotations

import logging

from messaging.gateways import credentials
from messaging.gateways.base import NotSent

log = logging.getLogger(__name__)

NO_CREDENTIALS = "no_credentials"


def secret(reference: str) -> str:
    """What the gateway's `credentials_ref` names. Raises NotSent."""
    try:
        return credentials.read(reference)
    except credentials.NoCredentials as error:
        log.error("%s", error)
        raise NotSent(NO_CREDENTIALS) from None


def pair(reference: str) -> tuple[str, str]:
    """Name and secret of credentials written name:secret. Raises NotSent."""
    name, colon, rest = secret(reference).partition(":")
    if not (name and colon and rest):
        log.error("%s must hold name:secret", reference)
        raise NotSent(NO_CREDENTIALS)
    return name, rest
