"""Messages that should not have gone, as a payment recorded later shows: found, then settled."""

from feedback.late_payments.find import find
from feedback.late_payments.settling import apologise, mark_seen

__all__ = ["apologise", "find", "mark_seen"]
