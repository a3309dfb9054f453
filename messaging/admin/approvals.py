"""The approval queue, and the one door through which every step of approval goes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from accounts.admin.pages import needs, render
from config import clock
from messaging import approval
from messaging.admin.forms import StepForm
from messaging.admin.kinds import KINDS, kind_called, page_of
from messaging.admin.people import signed_in
from messaging.approval import ApprovalRefused

TABS = {
    "waiting": gettext_lazy("Waiting"),
    "mine": gettext_lazy("Mine"),
    "approved": gettext_lazy("Approved"),
    "rejected": gettext_lazy("Rejected"),
}
MINUTES_A_DAY = 24 * 60
ROWS_PER_KIND = 100  # of what was decided, the newest; what waits is shown whole


@needs("messaging.view_templateversion")
def approval_queue(request: HttpRequest) -> HttpResponse:
    tab = request.GET.get("tab", "waiting")
    tab = tab if tab in TABS else "waiting"
    now = clock.now()
    rows = [_row(kind, version, now) for kind in KINDS for version in _versions(kind, tab, request)]
    rows.sort(key=lambda row: row["since"], reverse=tab in ("approved", "rejected"))
    return render(
        request,
        "messaging/approval_queue.html",
        title=_("Approvals"),
        tabs=TABS.items(),
        tab=tab,
        rows=rows,
    )


def _versions(kind: Any, tab: str, request: HttpRequest) -> Any:
    versions = kind.versions()
    if not kind.may(request.user, "view"):
        return versions.none()
    if tab == "waiting":
        return versions.filter(state="submitted")
    if tab == "mine":
        person = request.user
        return versions.filter(
            Q(author=person) | Q(submitted_by=person), state__in=["draft", "submitted", "rejected"]
        )
    return versions.filter(state=tab).order_by("-decided_at")[:ROWS_PER_KIND]


def _row(kind: Any, version: Any, now: datetime) -> dict[str, Any]:
    since = {"submitted": version.submitted_at, "draft": version.edited_at}.get(
        version.state, version.decided_at
    )
    return {
        "kind": kind,
        "version": version,
        "url": page_of(version),
        "since": since,
        "waited_text": _waited(now - since),
    }


def _waited(since: timedelta) -> str:
    minutes = max(0, int(since.total_seconds() // 60))
    if minutes >= MINUTES_A_DAY:
        days = minutes // MINUTES_A_DAY
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if minutes >= 60:
        return ngettext("%(n)s hour", "%(n)s hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


@needs("messaging.view_templateversion")
@require_POST
def approval_step(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One step, then back to the page of the version, which tells what came of it."""
    known = kind_called(kind)
    version = get_object_or_404(known.model, pk=pk)
    form = StepForm(request.POST)
    step = _STEPS.get(request.POST.get("step", ""))
    if step is None:
        raise PermissionDenied
    act, permission, done = step
    if not known.may(request.user, permission):
        raise PermissionDenied
    if not form.is_valid():
        messages.error(request, " ".join(str(e) for e in form.errors.get("effective_from", [])))
        return HttpResponseRedirect(page_of(version))
    try:
        act(version, form.cleaned_data, by=signed_in(request), now=clock.now())
        messages.success(request, str(done))
    except ApprovalRefused as refused:
        messages.error(request, refused.message)
    return HttpResponseRedirect(page_of(version))


def _submit(version: Any, _data: dict[str, Any], *, by: Any, now: datetime) -> None:
    approval.submit(version, by=by, now=now)


def _approve(version: Any, data: dict[str, Any], *, by: Any, now: datetime) -> None:
    approval.approve(
        version,
        by=by,
        now=now,
        seen_hash=data["seen_hash"],
        effective_from=data["effective_from"],
    )


def _reject(version: Any, data: dict[str, Any], *, by: Any, now: datetime) -> None:
    approval.reject(version, by=by, reason=data["reason"], now=now)


def _withdraw(version: Any, _data: dict[str, Any], *, by: Any, now: datetime) -> None:
    approval.withdraw(version, by=by, now=now)


def _retire(version: Any, _data: dict[str, Any], *, by: Any, now: datetime) -> None:
    approval.retire(version, by=by, now=now)


# What the button says → what is done, which right it needs, what is told afterwards.
_STEPS: dict[str, tuple[Callable[..., None], str, Any]] = {
    "submit": (_submit, "change", gettext_lazy("Submitted. Somebody else approves it now.")),
    "approve": (_approve, "approve", gettext_lazy("Approved.")),
    "reject": (_reject, "approve", gettext_lazy("Rejected; the author sees your reason.")),
    "withdraw": (_withdraw, "change", gettext_lazy("Withdrawn; it is a draft again.")),
    "retire": (_retire, "approve", gettext_lazy("Retired; it is out of use.")),
}
