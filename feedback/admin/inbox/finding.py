"""Search in the inbox: asked by POST, since what is typed is personal, and shown by an address of
its own, so that one may go to a conversation and back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.admin.pages import needs, render, staff
from accounts.disclosure import personal
from accounts.errors import Refused
from accounts.models import Customer
from config import clock
from feedback.admin.inbox.pages import READ, all_shown, to
from feedback.inbox import listing

_FOUND = "inbox_found"
"""In the session: ids of conversations and of customers, nothing that was typed."""


@needs(READ)
@require_POST
def inbox_find(request: HttpRequest) -> HttpResponse:
    """Search by whole name, telephone number, loan number or customer number; one that is found
    alone opens at once."""
    try:
        found = listing.search(request.POST.get("find", ""), by=staff(request), now=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
        found = listing.Finding([], [])
    if len(found.talks) == 1:
        return to(found.talks[0])
    wrote = {each.customer_id for each in found.talks}
    silent = [person for person in found.people if person not in wrote]
    request.session[_FOUND] = [[each.pk for each in found.talks], silent]
    return HttpResponseRedirect(reverse("admin:inbox_found"))


@needs(READ)
def inbox_found(request: HttpRequest) -> HttpResponse:
    """What the last search found."""
    talks, silent = request.session.get(_FOUND, ([], []))
    now = clock.now()
    people = Customer.objects.filter(pk__in=silent).order_by("pk")
    return render(
        request,
        "feedback/inbox_found.html",
        title=_("Found conversations"),
        rows=all_shown([listing.row(each, now) for each in listing.of_ids(talks)], now),
        people=[(each, personal.masked_name(each)) for each in people],
        tab=listing.ALL,
    )
