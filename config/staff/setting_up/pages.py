"""Where an administrator's day begins: what is missing, and whether everything works."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.admin.pages import needs, page, render
from config import clock
from config.staff.places.catalogue import every, is_open
from config.staff.setting_up.steps import STEPS, Standing, Step
from config.watching import incidents

ICONS = {
    Standing.DONE: "check_circle",
    Standing.WAITING: "hourglass_top",
    Standing.MISSING: "radio_button_unchecked",
}


@needs("accounts.view_lender")
def setting_up(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    shut = {place.name for place in every() if not is_open(place, request.user)}
    steps = [_shown(step, now, shut=shut) for step in STEPS]
    missing = [each for each in steps if each["standing"] != Standing.DONE]
    may_see = request.user.has_perm("config.view_incident")
    return render(
        request,
        "staff/setting_up.html",
        title=_("Set-up and health"),
        steps=steps,
        missing=len(missing),
        next=missing[0] if missing else None,
        incidents=incidents.standing(clock.machine()) if may_see else None,
    )


def _shown(step: Step, now: datetime, *, shut: set[str]) -> dict[str, Any]:
    """`page`: empty where the person who looks may not go; the step then names who does it."""
    standing, told = step.look(now)
    return {
        "step": step,
        "standing": standing,
        "told": told,
        "icon": ICONS[standing],
        "page": "" if step.page in shut else reverse(f"admin:{step.page}"),
    }


PAGES = [page("setting-up/", setting_up, "setting_up")]
