"""What FCM's answers mean for a message. Pure.

https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode
"""

from __future__ import annotations

from typing import Any

from messaging.gateways.base import Result
from messaging.gateways.http.documents import inner, objects

TOKEN_ENDED = 401
GONE = frozenset({"UNREGISTERED", "SENDER_ID_MISMATCH"})
"""The app was removed, or belongs to another sender: nobody is reached by this token any more."""

FOR_GOOD = GONE | {"INVALID_ARGUMENT"}
LATER = frozenset({"QUOTA_EXCEEDED", "UNAVAILABLE", "THIRD_PARTY_AUTH_ERROR"})
"""The rate, an overloaded server that took nothing, Apple's key that has ended."""


def code_in(said: dict[str, Any]) -> str:
    """FCM's own code, else the status of the interface; empty when neither is there."""
    for detail in objects(inner(said, "error", "details")):
        if isinstance(code := detail.get("errorCode"), str):
            return code
    status = inner(said, "error", "status")
    return status if isinstance(status, str) else ""


def meaning(status: int, code: str) -> Result:
    """INTERNAL, and what nobody listed of their own faults, may have left."""
    if status == 200:
        return Result.ACCEPTED
    if code in FOR_GOOD:
        return Result.REFUSED
    if code in LATER or (code and 400 <= status < 500):
        return Result.RETRY
    return Result.UNKNOWN
