"""The page of all pages, and finding by typing, which also answers the dialog on every page.

What was typed is posted: a telephone number is in no address and no log.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.admin.pages import needs, page, render
from accounts.errors import Refused
from config.staff.finding.service import find
from config.staff.places.catalogue import GROUPS, is_open
from config.staff.places.kinds import Group

IN_THE_DIALOG = "HX-Request"


@needs()
def all_pages(request: HttpRequest) -> HttpResponse:
    """Whatever this person may open, by group."""
    groups = [
        Group(group.title, tuple(p for p in group.places if is_open(p, request.user)))
        for group in GROUPS
    ]
    return render(
        request,
        "staff/all_pages.html",
        title=_("All pages"),
        groups=[group for group in groups if group.places],
    )


@needs()
@require_http_methods(["GET", "POST"])
def find_page(request: HttpRequest) -> HttpResponse:
    """The lines alone for the dialog, a whole page without scripts."""
    typed, refused = request.POST.get("q", ""), ""
    try:
        kinds = find(request.user, typed)
    except Refused as error:
        kinds, refused = [], str(error)
    context: dict[str, Any] = {"kinds": kinds, "typed": typed, "refused": refused}
    if IN_THE_DIALOG in request.headers:
        return TemplateResponse(request, "staff/found.html", context)
    return render(request, "staff/find.html", title=_("Find"), **context)


PAGES = [page("pages/", all_pages, "all_pages"), page("find/", find_page, "find")]
