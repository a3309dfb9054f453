"""The emergency stop: what stands, what can be stopped, what was stopped before.

`?find=` narrows what can be stopped to what is called like that.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.admin.pages import needs, render
from accounts.models import Lender
from messaging import labels
from messaging.admin.stops.scope_labels import names
from messaging.models import Gateway, Run, Stop, Template, TemplateVersion
from messaging.models.approvable import ApprovalState
from messaging.stops.service import MAY_STOP

PAST = 50
Choices = list[tuple[Any, list[tuple[str, str]]]]


@needs("messaging.view_stop")
def stops_page(request: HttpRequest) -> HttpResponse:
    related = Stop.objects.select_related("by", "lifted_by", "lift_asked_by")
    standing = list(related.filter(lifted_at=None).order_by("-at"))
    past = list(related.filter(lifted_at__isnull=False).order_by("-at")[:PAST])
    called = names((stop.scope, stop.object_id) for stop in [*standing, *past])
    may_stop = request.user.has_perm(MAY_STOP)
    find = request.GET.get("find", "").strip()
    choices = _found(_choices(), find) if may_stop else []
    return render(
        request,
        "messaging/stops.html",
        title=_("Emergency stop"),
        standing=[{"stop": s, "what": called[s.scope, s.object_id]} for s in standing],
        past=[{"stop": s, "what": called[s.scope, s.object_id]} for s in past],
        all_stands=any(stop.scope == Stop.Scope.ALL for stop in standing),
        may_stop=may_stop,
        find=find,
        choices=choices,
        any_found=any(some for _kind, some in choices),
    )


def _choices() -> Choices:
    """What is sending or could be, by kind."""
    runs = Run.objects.filter(state__in=[Run.State.RELEASED, Run.State.PAUSED])
    gateways = Gateway.objects.filter(state=ApprovalState.APPROVED).order_by("code")
    approved = TemplateVersion.objects.filter(state=ApprovalState.APPROVED).defer("body")
    templates = Template.objects.filter(versions__in=approved).distinct().order_by("title", "pk")
    templates = templates.prefetch_related(Prefetch("versions", approved.order_by("language")))
    return [
        (
            Stop.Scope.RUN.label,
            [(f"run:{r.pk}", str(r)) for r in runs.select_related("lender").order_by("-day")],
        ),
        (
            Stop.Scope.LENDER.label,
            [(f"lender:{each.pk}", str(each)) for each in Lender.objects.order_by("name")],
        ),
        (Stop.Scope.GATEWAY.label, [(f"gateway:{each.pk}", str(each)) for each in gateways]),
        (
            Stop.Scope.TEMPLATE.label,
            [(f"template:{each.pk}", _told(each)) for each in templates],
        ),
    ]


def _found(choices: Choices, typed: str) -> Choices:
    """What is called like that, every word of it somewhere in the name; without a word, all."""
    words = typed.casefold().split()
    return [
        (kind, [each for each in some if all(word in each[1].casefold() for word in words)])
        for kind, some in choices
    ]


def _told(template: Template) -> str:
    """A reminder stands once for each channel, under one title."""
    languages = dict.fromkeys(str(each.get_language_display()) for each in template.versions.all())
    return " · ".join([labels.text(template), *languages])
