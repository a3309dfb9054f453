"""The banner of open incidents, and the page of all: what each means and what to do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.admin.pages import needs, page, render
from config import clock
from config.models import Incident
from config.watching.incidents import standing

MAY_SEE = "config.view_incident"
SHOWN = 100


def lasting(request: HttpRequest) -> dict[str, Any]:
    """For every page of who may see them. Asked only where a template looks."""
    user = getattr(request, "user", None)
    if user is None or not user.has_perm(MAY_SEE):
        return {}
    return {"incidents": SimpleLazyObject(lambda: standing(clock.machine()))}


@needs(MAY_SEE)
def incidents_page(request: HttpRequest) -> HttpResponse:
    """Newest first."""
    return render(
        request,
        "staff/incidents.html",
        title=_("Incidents"),
        found=Incident.objects.order_by("-pk")[:SHOWN],
    )


PAGES = [page("incidents/", incidents_page, "incidents")]
