"""A carrier's codes come in by its doors: the same caller as there."""

from tests.messaging.inbound.conftest import carrier, handed

__all__ = ["carrier", "handed"]
