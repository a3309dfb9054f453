"""Messages that should not have gone, as a payment recorded later shows: found, then settled."""

from feedback.late_payments.find import find

__all__ = ["find"]
