"""Whose a colleague's number is: typed again by somebody who knows them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.admin.actions import action
from accounts.admin.pages import needs, render, staff
from accounts.disclosure import personal
from accounts.models import StaffNumber, User
from accounts.staff_numbers import service
from config import clock

SEE, DECIDE = "accounts.view_staffnumber", "accounts.decide_staffnumber"
SHOWN = 50
State = StaffNumber.State


@needs(SEE)
def staff_numbers(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, what is in use, and what ended lately."""
    person = staff(request)
    rows = StaffNumber.objects.select_related("user", "decided_by", "ended_by")
    waiting = rows.filter(state=State.ASKED).order_by("pk")[:SHOWN]
    others = rows.exclude(state=State.ASKED).order_by("-pk")[:SHOWN]
    return render(
        request,
        "accounts/staff_numbers.html",
        title=_("Colleagues’ telephones"),
        waiting=[_shown(row, person) for row in waiting],
        others=[_shown(row, person) for row in others],
    )


def _asked(staff_number_id: int) -> StaffNumber:
    return get_object_or_404(StaffNumber.objects.select_related("user"), pk=staff_number_id)


def _to_list(_row: Any = None) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:staff_numbers"))


@action(SEE, DECIDE, find=_asked, to=_to_list, step_up=True)
def staff_number_decide(request: HttpRequest, asked: StaffNumber, *, step: str) -> str:
    """Who may is the service's and the database's to say."""
    now, by = clock.now(), staff(request)
    if step == "confirm":
        done = service.confirm(asked, typed=request.POST.get("typed", "")[:30], by=by, now=now)
    elif step == "refuse":
        done = service.refuse(asked, by=by, now=now)
    elif step == "end":
        done = service.end(asked, by=by, now=now)
    else:
        raise Http404
    return f"{done.user}: {done.get_state_display()}"


def _shown(row: StaffNumber, person: User) -> dict[str, Any]:
    other = person.has_perm(DECIDE) and row.user_id != person.pk
    return {
        "row": row,
        "number": personal.masked_own_number(row),
        "decides": other and row.state == State.ASKED,
        "ends": other and row.state in (State.CONFIRMED, State.IN_USE),
    }
