"""What people wrote about a customer, on one page for one reader.

Numbers that could be dialled and accounts, in a complaint's words, a note, a reason, are masked for
everybody who has not asked to see them today; to see them is a look as any other: limited, with a
reason, on record. Asked once a page, and only where something is masked.
"""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any, cast

from django.db import models

from accounts.disclosure import personal, reveals
from accounts.models import Customer, Reveal, User
from accounts.models.sealed import EncryptedTextField


class Words:
    """`covered`: something of what was read so far is masked for this reader alone."""

    def __init__(self, customer: Customer, *, by: User, now: datetime) -> None:
        self.customer = customer
        self.covered = False
        self._by, self._now = by, now

    def of(self, row: models.Model, column: str) -> str:
        """An encrypted text of a row; a remark where it cannot be read."""
        field = cast(EncryptedTextField[Any, Any], row._meta.get_field(column))
        return self.read(field.shown(row))

    def read(self, text: str) -> str:
        """The customer's own name, numbers and codes are masked for everybody."""
        masked = personal.said_text(text, self.customer)
        asked = personal.masked_text(text, self.customer)
        if masked == asked or self._are_shown:
            return asked
        self.covered = True
        return masked

    @cached_property
    def _are_shown(self) -> bool:
        return are_shown(self.customer.pk, by=self._by, now=self._now)


def are_shown(customer_id: int, *, by: User, now: datetime) -> bool:
    """Whether this person has asked to see them today."""
    looks = Reveal.objects.filter(user=by, at__gte=reveals.morning(now), what=what(customer_id))
    return looks.exists()


def show(customer_id: int, *, by: User, why: str, reason: str, now: datetime) -> None:
    """From now on until tomorrow. Raises Refused without a reason of substance, and beyond the
    day's limit."""
    reveals.record(
        by=by, customer_id=customer_id, what=what(customer_id), why=why, reason=reason, now=now
    )


def what(customer_id: int) -> str:
    return f"words:{customer_id}"
