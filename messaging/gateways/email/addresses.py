"""Addresses that name their message and cannot be made up: where bounces come back to (VERP), and
the door that stops e-mails with one click (RFC 8058). Each has a token of its own."""

from __future__ import annotations

import hmac
import re

from django.utils.crypto import salted_hmac

LENGTH = 20
_BOUNCE, _STOP = "messaging.gateways.email.bounce", "messaging.gateways.email.stop"
_VERP = re.compile(r"\+m([0-9]{1,18})-([0-9a-f]{20})@", re.ASCII)


def bounce_address(base: str, message_id: int) -> str:
    """`bounces@example.com` as `bounces+m17-TOKEN@example.com`: whatever comes back there is about
    message 17."""
    local, _at, domain = base.rpartition("@")
    return f"{local}+m{message_id}-{_token(_BOUNCE, message_id)}@{domain}"


def bounced_message(address: str) -> int | None:
    """The message a bounce came back for; None for an address we have not made."""
    found = _VERP.search(address)
    if found is None:
        return None
    message_id = int(found[1])
    right = _token(_BOUNCE, message_id)
    return message_id if hmac.compare_digest(right, found[2]) else None


def stop_token(message_id: int) -> str:
    """20 hexadecimal characters: who has them was sent this message."""
    return _token(_STOP, message_id)


def is_stop_token(message_id: int, said: str) -> bool:
    """Whether it was made for this message."""
    return hmac.compare_digest(stop_token(message_id).encode(), said.encode(errors="replace"))


def _token(salt: str, message_id: int) -> str:
    return salted_hmac(salt, str(message_id), algorithm="sha256").hexdigest()[:LENGTH]
