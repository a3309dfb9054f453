"""What can be wrong with a policy or with a question put to it."""

from __future__ import annotations


class PolicyError(ValueError):
    """A policy document that cannot be used: which field, why, and the way out."""

    def __init__(self, *, field: str, reason: str, way_out: str) -> None:
        super().__init__(f"{field}: {reason}. {way_out}")
        self.field = field
        self.reason = reason
        self.way_out = way_out


class LoosensError(PolicyError):
    """A policy that inherits allows more than the one it inherits from."""


class UnknownZone(ValueError):
    """A time zone name that the time zone database does not know."""

    def __init__(self, zone: str) -> None:
        super().__init__(
            f"{zone!r} is no known time zone; use a name such as Asia/Shanghai, or none for the "
            "policy's default zone"
        )
        self.zone = zone


class NeverAllowed(ValueError):
    """No moment within the horizon suits the windows in every candidate zone."""


class NotAllowedNow(ValueError):
    """The end of the open window was asked for while no window is open."""
