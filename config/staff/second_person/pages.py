"""All that waits for a second person on one page, and what is confirmed together after reading."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from accounts.admin import step_up
from accounts.admin.pages import needs, page, render, staff
from accounts.contact import consents
from accounts.errors import Refused
from accounts.input.params import row_id
from accounts.models import Consent, User
from config import clock
from config.staff.second_person import of_desks, of_people, of_texts
from config.staff.second_person.kinds import READ_TOGETHER, section
from feedback.complaints import second_look
from feedback.models import Complaint
from messaging.approval.kinds import all_kinds
from messaging.models.approvable import ApprovalState

KINDS = (*of_people.KINDS, *of_desks.KINDS, *of_texts.KINDS)


@needs()
def second_person(request: HttpRequest) -> HttpResponse:
    """What of it this person may see; what they may decide first, what is their own marked."""
    person = staff(request)
    found = [section(kind, person) for kind in KINDS if person.has_perm(kind.see)]
    sections = [each for each in found if each is not None]
    return render(
        request,
        "staff/second_person.html",
        title=_("Waiting for a second person"),
        sections=sorted(sections, key=lambda each: not each.decides),
        approvals=[(kind.label, number) for kind, number in _approvals(person)],
        most=READ_TOGETHER,
    )


def _approvals(person: User) -> list[tuple[Any, int]]:
    """How many versions of each kind are submitted; one count a kind."""
    seen = [kind for kind in all_kinds() if kind.may(person, "view")]
    waiting = ApprovalState.SUBMITTED
    counted = [(kind, kind.model._default_manager.filter(state=waiting).count()) for kind in seen]
    return [(kind, number) for kind, number in counted if number]


@needs("accounts.change_consent")
@require_POST
@step_up.required
def confirm_consents(request: HttpRequest) -> HttpResponse:
    """Each in a transaction of its own, by the rule of one."""

    def confirm(pk: int, by: User, now: datetime) -> None:
        consents.confirm(Consent.objects.get(pk=pk), by=by, now=now)

    return _each(request, confirm, Consent.DoesNotExist)


@needs("feedback.decide_complaint")
@require_POST
@step_up.required
def leave_closings(request: HttpRequest) -> HttpResponse:
    """They were closed rightly."""

    def leave(pk: int, by: User, now: datetime) -> None:
        second_look.leave(Complaint.objects.get(pk=pk), by=by, now=now)

    return _each(request, leave, Complaint.DoesNotExist)


def _each(
    request: HttpRequest,
    act: Callable[[int, User, datetime], None],
    unknown: type[Exception],
) -> HttpResponse:
    """At most as many as one page shows: nobody confirms what they cannot have read."""
    person, now, done = staff(request), clock.now(), 0
    ids = [row_id(each) for each in request.POST.getlist("one")]
    refused: set[str] = set()
    if len(ids) > READ_TOGETHER:
        refused, ids = {_("At most %(n)d at a time: read them first.") % {"n": READ_TOGETHER}}, []
    for pk in dict.fromkeys(ids):
        try:
            act(pk or 0, person, now)
        except Refused as why:
            refused.add(str(why))
        except unknown:
            refused.add(_("One of them is not there any more."))
        else:
            done += 1
    if done:
        said = ngettext("%(n)d confirmed.", "%(n)d confirmed.", done) % {"n": done}
        messages.success(request, said)
    for why_not in sorted(refused):
        messages.error(request, why_not)
    if not ids and not refused:
        messages.warning(request, _("Choose which ones you have read."))
    return HttpResponseRedirect(reverse("admin:second_person"))


PAGES = [
    page("second-person/", second_person, "second_person"),
    page("second-person/consents/", confirm_consents, "second_person_consents"),
    page("second-person/closings/", leave_closings, "second_person_closings"),
]
