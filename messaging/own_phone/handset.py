"""In a sandbox: what came on a colleague's own telephone. Its owner alone is shown it, as on a real
one: a made-up person's values, and the code that proves the number."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import StaffNumber
from messaging.models import SandboxText

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Came:
    """One text on it."""

    text: str = field(repr=False)
    at: datetime


def texts(number: StaffNumber | None) -> list[Came]:
    """The oldest first, as on a telephone."""
    if number is None:
        return []
    kept = SandboxText.objects.filter(
        address_hash=number.sms_hash, direction=SandboxText.Direction.TO_HANDSET, arrives=True
    )
    latest = kept.order_by("-pk")[:SHOWN]
    return [Came(SandboxText.text.field.shown(row), row.at) for row in reversed(latest)]
