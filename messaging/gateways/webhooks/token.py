"""What stands in the address of a webhook whose callers do not sign: nobody can guess it.

Made of the gateway's secret as well as of the installation's, so that a token that leaked is
replaced by changing the credentials.
"""

from __future__ import annotations

from django.utils.crypto import salted_hmac

from messaging.gateways import credentials
from messaging.models import Gateway

SALT = "messaging.gateways.door"
LENGTH = 32


def token_of(gateway: Gateway) -> str:
    """32 hexadecimal characters, the same as long as the credentials are. Raises NoCredentials."""
    made_of = f"{gateway.code}:{credentials.read(gateway.credentials_ref)}"
    return salted_hmac(SALT, made_of, algorithm="sha256").hexdigest()[:LENGTH]
