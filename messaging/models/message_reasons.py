"""Why a message is where it is, beyond what the policy engine says (messaging.policy.reasons).

Stored for years: a code is never renamed or given another meaning.
"""

OPTED_OUT = "opted_out"
GATEWAY_REFUSED = "gateway_refused"
GAVE_UP = "gateway_gave_up"
REFUSED_FOR_NOW = "gateway_busy"
PERMIT_ENDED = "permit_ended"
NOT_BEGUN = "not_begun"
NO_OUTCOME = "no_outcome"
NO_DRIVER = "no_driver"
NO_POLICY = "no_policy"
UNSAFE_VALUE = "unsafe_value"
UNREADABLE = "unreadable"
GATEWAY_RATE = "gateway_rate"
GATEWAY_PAUSED = "gateway_paused"
GATEWAY_FAILS = "gateway_fails"
TRANCHE_FULL = "tranche_full"
RECEIPT_CAME = "receipt_came"
DATABASE_RESTORED = "database_restored"
STOP_CANCELLED = "stop_cancelled"
"""Whoever lifted the stop that held it chose that it is not sent."""
LEFT_OUT = "left_out"
"""Of a candidate, not of a message: somebody took the customer out before the release."""

LEFT_ALL_THE_SAME = frozenset({RECEIPT_CAME, DATABASE_RESTORED})
"""Of messages that had left, or may have, before they were cancelled: they count as contacts."""
