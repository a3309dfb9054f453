"""What every page says to those who can act: which year's work calendar nobody has confirmed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from config import clock
from messaging.authoring.calendar.unknown import unknown_years
from messaging.models.calendar import Country


def unknown_calendars(request: HttpRequest) -> dict[str, Any]:
    """Asked only where a template looks; three small queries for those who write or confirm."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    may = [
        user.has_perm("messaging.change_calendaryear"),
        user.has_perm("messaging.approve_calendaryear"),
    ]
    return {"unknown_calendars": SimpleLazyObject(_unknown)} if any(may) else {}


def _unknown() -> list[dict[str, Any]]:
    now = clock.now()
    return [
        {
            "label": Country(unknown.country).label,
            "year": str(unknown.year),  # no thousands are divided off
            "begun": unknown.begins <= now.date(),
            "begins": unknown.begins,
            "asked": unknown.asked,
            "lenders": "、".join(unknown.lenders),
        }
        for unknown in unknown_years(now)
    ]
