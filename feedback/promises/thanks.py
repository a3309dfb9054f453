"""A kept promise is thanked for: by an approved text where there is one, else by an agent."""

from datetime import datetime

from feedback.models import Promise


def say(promise: Promise, *, now: datetime) -> None:
    """Offer the thanks to an agent."""
    promise.thanks = Promise.Thanks.OFFERED
    promise.save(update_fields=["thanks"])
