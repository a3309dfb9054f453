"""What if: on a policy's page, what the last thirty days would have been under it."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.admin.actions import action
from accounts.admin.pages import staff
from config import clock
from messaging import labels
from messaging.models import PolicyVersion, WhatIf
from messaging.tasks import decide_what_if
from messaging.whatif import service

OUTCOMES = ("send", "hold", "block")
MAY_ASK = ("messaging.change_policyversion", "messaging.approve_policyversion")


def shown(version: PolicyVersion, user: Any) -> dict[str, Any]:
    """For the template: the newest, its figures side by side, and what may be done."""
    newest, is_current = service.of(version)
    done = newest is not None and newest.state == WhatIf.State.DONE
    return {
        "newest": newest,
        "is_current": is_current,
        "under_way": newest is not None and newest.state in service.OPEN,
        "may_ask": any(map(user.has_perm, MAY_ASK)),
        "rows": _rows(newest.result) if newest is not None and done else [],
        "moved": _moved(newest.result) if newest is not None and done else [],
    }


def _rows(result: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """(what, as it was, as it would have been)."""
    before, after = result["before"], result["after"]
    counted = [
        (labels.outcome(outcome), before.get(outcome, 0), after.get(outcome, 0))
        for outcome in OUTCOMES
    ]
    cost, currency = result["cost"], result["currency"]
    return [
        *counted,
        (_("segments"), result["segments"]["before"], result["segments"]["after"]),
        (_("cost"), f"{cost['before']} {currency}", f"{cost['after']} {currency}"),
    ]


def _moved(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Who is reached that was not, and who is spared, by reason."""
    kinds = (("reached", _("Newly written to")), ("spared", _("No longer written to")))
    return [
        {
            "what": what,
            "count": sum(count for _reason, count in result[name]),
            "reasons": [(labels.reason(reason), count) for reason, count in result[name]],
            "examples": [
                reverse("admin:candidate", args=[candidate_id])
                for candidate_id in result[f"{name}_examples"]
            ],
        }
        for name, what in kinds
    ]


def _find(pk: int) -> PolicyVersion:
    return get_object_or_404(PolicyVersion.objects.select_related("lender"), pk=pk)


def _back(version: PolicyVersion) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:policy", args=[version.pk]) + "#what-if")


@action("messaging.view_policyversion", find=_find, to=_back, one_of=MAY_ASK)
def ask(request: HttpRequest, version: PolicyVersion) -> str:
    """Raises Refused while one is under way."""
    now: datetime = clock.now()
    asked = service.ask(version, by=staff(request), now=now)
    transaction.on_commit(partial(decide_what_if.delay, asked.pk))
    return _(
        "The last thirty days are decided again under this policy; reload to see how far it is."
    )


@action("messaging.view_policyversion", find=_find, to=_back, one_of=MAY_ASK)
def stop(request: HttpRequest, version: PolicyVersion) -> str:
    service.stop(version, now=clock.now())
    return _("Stopped.")
