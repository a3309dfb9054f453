"""Where an administrator's day begins: what is missing, and whether everything works."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.admin.pages import needs, page, render
from config import clock
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
    steps = [_shown(step, now) for step in STEPS]
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


def _shown(step: Step, now: datetime) -> dict[str, Any]:
    standing, told = step.look(now)
    return {
        "step": step,
        "standing": standing,
        "told": told,
        "icon": ICONS[standing],
        "page": reverse(f"admin:{step.page}"),
    }


PAGES = [page("setting-up/", setting_up, "setting_up")]
