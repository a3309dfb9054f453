"""Who is trained until when; and the reminder a person sees on their own pages."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.access import training
from accounts.access.training import Trained, TrainingStatus
from accounts.admin.pages import needs, render
from accounts.models import TrainingRecord, User
from config import clock

LANDING = "run_today"
"""Where supervisors begin their day: there they are told of their colleagues too."""


@needs("accounts.view_trainingrecord")
def training_page(request: HttpRequest) -> HttpResponse:
    """`?status=` valid, ending, ended or never; everybody without."""
    people = training.overview(clock.now())
    shown = request.GET.get("status", "")
    counts = {code: sum(each.status == code for each in people) for code in TrainingStatus.values}
    chosen = [each for each in people if each.status == shown] if shown in counts else people
    return render(
        request,
        "accounts/training.html",
        title=_("Training"),
        shown=shown if shown in counts else "",
        total=len(people),
        tabs=[(status.value, status.label, counts[status.value]) for status in TrainingStatus],
        rows=_rows(chosen),
        acts=list(training.ACTS.values()),
        may_add=request.user.has_perm("accounts.ask_staffrequest"),
    )


def _rows(people: list[Trained]) -> list[dict[str, Any]]:
    passed: dict[int, list[TrainingRecord]] = {}
    records = TrainingRecord.objects.filter(user__in=[each.user for each in people])
    for record in records.select_related("course").order_by("-passed_on", "-pk"):
        passed.setdefault(record.user_id, []).append(record)
    return [{"trained": each, "records": passed.get(each.user.pk, [])} for each in people]


def reminder(request: HttpRequest) -> dict[str, Any]:
    """For every page: this person's own training when it matters and ends, and on the landing
    of supervisors how many others' does. Asked only where a template looks."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not (acts := training.acts_of(user)):
        return {}
    return {"training_reminder": SimpleLazyObject(lambda: _reminder(request, user, acts))}


def _reminder(request: HttpRequest, user: User, acts: list[Any]) -> dict[str, Any]:
    """Nothing where there is nothing to be said."""
    now = clock.now()
    own = training.training_of(user, now)
    match = request.resolver_match
    others = 0
    if match is not None and match.url_name == LANDING:
        people = training.overview(now)
        others = sum(e.status != TrainingStatus.VALID and e.user.pk != user.pk for e in people)
    if own.status == TrainingStatus.VALID and not others:
        return {}
    return {
        "own": None if own.status == TrainingStatus.VALID else own,
        "acts": acts,
        "others": others,
    }
