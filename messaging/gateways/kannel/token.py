"""What a delivery report of Kannel must carry to be believed: a token made for its message."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

SALT = "messaging.gateways.kannel.dlr"
LENGTH = 32


def token_for(gateway_code: str, message_id: int) -> str:
    """32 hexadecimal characters; nobody without this installation's secret key can make them."""
    made = salted_hmac(SALT, f"{gateway_code}:{message_id}", algorithm="sha256")
    return made.hexdigest()[:LENGTH]
