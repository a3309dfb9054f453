"""Messages that should not have gone, as a payment recorded later shows: found, then settled."""

from feedback.late_payments.find import find
from feedback.late_payments.settling import LateRefused, apologise, mark_seen

__all__ = ["LateRefused", "apologise", "find", "mark_seen"]
