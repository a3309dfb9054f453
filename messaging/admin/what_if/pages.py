"""What if: on the page of a policy, strategy or wording list, the last thirty days under it."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _

from accounts.admin.actions import action
from accounts.admin.pages import needs, page, render, staff
from accounts.rules.money import money
from config import clock
from messaging import labels
from messaging.models import (
    PolicyVersion,
    Strategy,
    Template,
    WhatIf,
    WordingListVersion,
)
from messaging.tasks import decide_what_if
from messaging.whatif import service
from messaging.whatif.service import Draft

OUTCOMES = ("send", "hold", "block")
WORKERS = 4
"""Told at once of a new one; each takes shards as long as there are any."""


class Kind(NamedTuple):
    """A kind of draft: its table, how the names of its pages begin, and who may ask."""

    model: type[models.Model]
    page: str
    see: str
    ask: tuple[str, ...]


KINDS = {
    "policy": Kind(
        PolicyVersion,
        "policy",
        "messaging.view_policyversion",
        ("messaging.change_policyversion", "messaging.approve_policyversion"),
    ),
    "strategy": Kind(
        Strategy,
        "strategy",
        "messaging.view_strategy",
        ("messaging.change_strategy", "messaging.approve_strategy"),
    ),
    "wording_list": Kind(
        WordingListVersion,
        "wording_list",
        "messaging.view_wordinglistversion",
        ("messaging.change_wordinglistversion", "messaging.approve_wordinglistversion"),
    ),
}
PAGE = {"policy": "policy", "strategy": "strategy", "wording_list": "wording_list_version"}
"""The page of a draft of the kind."""


def shown(version: Draft, user: Any) -> dict[str, Any]:
    """For the template: the newest, its figures side by side, and what may be done."""
    newest, is_current = service.of(version)
    done = newest is not None and newest.state == WhatIf.State.DONE
    kind = service.name_of(version)
    return {
        "newest": newest,
        "is_current": is_current,
        "under_way": newest is not None and newest.state in service.OPEN,
        "may_ask": any(map(user.has_perm, KINDS[kind].ask)),
        "rows": _rows(newest.result) if newest is not None and done else [],
        "moved": _moved(newest.result) if newest is not None and done else [],
        "texts": _texts(newest.result) if newest is not None and done else [],
        "ask_url": reverse(f"admin:{kind}_what_if", args=[version.pk]),
        "stop_url": reverse(f"admin:{kind}_what_if_stop", args=[version.pk]),
        "state_url": reverse(f"admin:{kind}_what_if_state", args=[version.pk]),
    }


def _rows(result: dict[str, Any]) -> list[tuple[Any, Any, Any]]:
    """(what, as it was, as it would have been)."""
    before, after = result["before"], result["after"]
    counted = [
        (labels.outcome(outcome), before.get(outcome, 0), after.get(outcome, 0))
        for outcome in OUTCOMES
    ]
    costs = [
        (
            _("cost"),
            money(Decimal(result["cost"].get(f"before {currency}", "0.00")), currency),
            money(Decimal(result["cost"].get(f"after {currency}", "0.00")), currency),
        )
        for currency in sorted({name.partition(" ")[2] for name in result["cost"]})
    ]
    segments = (_("segments"), result["segments"]["before"], result["segments"]["after"])
    return [*counted, segments, *costs]


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


def _texts(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Who would get another text: from which to which, and how many. One query."""
    pairs = [(*key.split(">"), count) for key, count in result["texts"]]
    wanted = {int(pk) for before, after, _count in pairs for pk in (before, after) if pk}
    titles = {str(each.pk): str(each) for each in Template.objects.filter(pk__in=wanted)}
    none = _("no text")
    return [
        {"before": titles.get(before, none), "after": titles.get(after, none), "count": count}
        for before, after, count in pairs
    ]


def pages_of(name: str, folder: str) -> list[URLPattern]:
    """Asking, stopping and how far it is, for one kind of draft."""
    kind = KINDS[name]

    def find(pk: int) -> Draft:
        found: Draft = get_object_or_404(kind.model, pk=pk)  # type: ignore[assignment]
        return found

    def back(version: Draft) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"admin:{PAGE[name]}", args=[version.pk]) + "#what-if")

    @action(kind.see, find=find, to=back, one_of=kind.ask)
    def ask(request: HttpRequest, version: Draft) -> None:
        """Raises Refused while one is under way."""
        asked = service.ask(version, by=staff(request), now=clock.now())
        for _worker in range(WORKERS):
            transaction.on_commit(partial(decide_what_if.delay, asked.pk))

    @action(kind.see, find=find, to=back, one_of=kind.ask)
    def stop(request: HttpRequest, version: Draft) -> str:
        service.stop(version, now=clock.now())
        return _("Stopped.")

    @needs(kind.see)
    def state(request: HttpRequest, pk: int) -> HttpResponse:
        """The card by itself, which asks for itself while it is under way."""
        version = find(pk)
        card = shown(version, request.user)
        return render(request, "messaging/what_if.html", title="", version=version, what_if=card)

    return [
        page(f"{folder}/<int:pk>/what-if/", ask, f"{name}_what_if"),
        page(f"{folder}/<int:pk>/what-if/stop/", stop, f"{name}_what_if_stop"),
        page(f"{folder}/<int:pk>/what-if/state/", state, f"{name}_what_if_state"),
    ]
