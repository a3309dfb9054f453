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
from config.staff.setting_up.steps import STEPS, Found, Standing, Step
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
    found = step.look(now)
    return {
        "step": step,
        "standing": found.standing,
        "told": found.told,
        "icon": ICONS[found.standing],
        "page": "" if step.page in shut else _address(step, found, shut),
    }


def _address(step: Step, found: Found, shut: set[str]) -> str:
    """Of the very thing that is to be done now, where it is known and this person may see it."""
    name, args = found.at or (step.page, ())
    return reverse(f"admin:{step.page}") if name in shut else reverse(f"admin:{name}", args=args)


PAGES = [page("setting-up/", setting_up, "setting_up")]
