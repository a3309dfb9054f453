"""The permanent control group: a stable hash decides, so nobody can pick who is in it."""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256

CONTROL, CONTACT = "control", "contact"

_BUCKETS = 1 << 64


def arm_for(customer_key: str, salt: str, share: Decimal) -> str:
    """`control` for about `share` (0 to 1) of all customers, else `contact`.

    The same key and salt always give the same arm; raising the share only adds to the control
    group, it never moves anyone out of it.
    """
    digest = sha256(f"{salt}\x1f{customer_key}".encode()).digest()
    return CONTROL if int.from_bytes(digest[:8], "big") < share * _BUCKETS else CONTACT
