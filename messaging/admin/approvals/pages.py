"""The approval queue, comments, and the one way through which every step of approval goes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from accounts.admin import step_up
from accounts.admin.actions import valid
from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from config import clock
from messaging.admin.approvals.forms import StepForm
from messaging.admin.approvals.kinds import kind_or_404, page_of
from messaging.admin.approvals.queue import WAITING, rows_of, tabs_for
from messaging.approval import comments, drafting, steps
from messaging.approval.errors import RoleRefused
from messaging.authoring.confirming import to_confirm


@needs("messaging.view_templateversion")
def approval_queue(request: HttpRequest) -> HttpResponse:
    person = staff(request)
    tabs, tab = tabs_for(person), request.GET.get("tab", WAITING)
    tab = tab if tab in tabs else WAITING
    return render(
        request,
        "messaging/approval_queue.html",
        title=_("Approvals"),
        tabs=tabs.items(),
        tab=tab,
        rows=rows_of(tab, person=person, now=clock.now()),
    )


@needs("messaging.view_templateversion")
@require_POST
def approval_comment(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Say something about a version; its page shows it."""
    known = kind_or_404(kind)
    version = get_object_or_404(known.model, pk=pk)
    if not known.may(request.user, "view") or not comments.may_comment(version, staff(request)):
        raise PermissionDenied
    try:
        comments.add(version, text=request.POST.get("text", ""), by=staff(request), now=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(page_of(version) + "#comments")


@needs("messaging.view_templateversion")
@require_POST
def approval_step(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One step, then back to the page of the version, which tells what came of it; to the
    queue from a draft that was thrown away."""
    known = kind_or_404(kind)
    if request.POST.get("step") == "approve" and (question := step_up.ask(request)) is not None:
        return question
    version = get_object_or_404(known.model, pk=pk)
    form = StepForm(request.POST)
    step = _STEPS.get(request.POST.get("step", ""))
    if step is None:
        raise PermissionDenied
    act, done = step
    try:
        said = valid(form) | {"confirm": request.POST.getlist("confirm")}
        act(version, said, by=staff(request), now=clock.now())
        messages.success(request, str(done))
    except RoleRefused:
        raise
    except Refused as refused:
        messages.error(request, str(refused))
    gone = version.pk is None
    return HttpResponseRedirect(reverse("admin:approval_queue") if gone else page_of(version))


def _submit(version: Any, _data: dict[str, Any], *, by: Any, now: datetime) -> None:
    steps.submit(version, by=by, now=now)


def _approve(version: Any, data: dict[str, Any], *, by: Any, now: datetime) -> None:
    steps.approve(
        version,
        by=by,
        now=now,
        seen_hash=data["seen_hash"],
        effective_from=data["effective_from"],
        confirmed=[x.sentence for x in to_confirm(version) if x.key in data["confirm"]],
    )


def _reject(version: Any, data: dict[str, Any], *, by: Any, now: datetime) -> None:
    steps.reject(version, by=by, reason=data["reason"], now=now)


def _withdraw(version: Any, _data: dict[str, Any], *, by: Any, now: datetime) -> None:
    steps.withdraw(version, by=by, now=now)


def _retire(version: Any, data: dict[str, Any], *, by: Any, now: datetime) -> None:
    steps.retire(version, by=by, reason=data["reason"], now=now, put_back=data["put_back"])


def _discard(version: Any, data: dict[str, Any], *, by: Any, now: datetime) -> None:
    drafting.discard(version, by=by, now=now, seen_hash=data["seen_hash"])


# What the button says → what is done, what is told afterwards.
_STEPS: dict[str, tuple[Callable[..., None], Any]] = {
    "submit": (_submit, gettext_lazy("Submitted. Somebody else approves it now.")),
    "approve": (_approve, gettext_lazy("Approved.")),
    "reject": (_reject, gettext_lazy("Rejected; the author sees your reason.")),
    "withdraw": (_withdraw, gettext_lazy("Withdrawn; it is a draft again.")),
    "discard": (_discard, gettext_lazy("The draft was thrown away.")),
    "retire": (_retire, gettext_lazy("Retired; it is out of use.")),
}
