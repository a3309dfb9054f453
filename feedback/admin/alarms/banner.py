"""What rings, at the top of every page of whoever can act on it; refreshed by itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_part
from django.utils.functional import SimpleLazyObject

from accounts.admin.pages import needs, staff
from accounts.models import User
from config import clock
from feedback.alarms.open_alarms import MAY_TAKE, open_alarms

UNCHANGED = 204


def ringing(request: HttpRequest) -> dict[str, Any]:
    """For every page. Asked only where a template looks: one query of a small index."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not user.has_perm(MAY_TAKE):
        return {}
    return {"alarms": SimpleLazyObject(lambda: open_alarms(user, clock.now()))}


@needs(MAY_TAKE)
def banner(request: HttpRequest) -> HttpResponse:
    """Only the banner, when it is not what the asker has already."""
    found = open_alarms(staff(request), clock.now())
    if request.GET.get("seen") == found.version:
        return HttpResponse(status=UNCHANGED)
    return render_part(request, "staff/alarm_banner.html", {"alarms": found})
