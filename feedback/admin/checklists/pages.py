"""The page of checklists: each with its steps, and a form that makes the next version."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _

from accounts.access import lenders
from accounts.admin.actions import action
from accounts.admin.pages import needs, page, render, staff
from accounts.errors import Refused
from accounts.input.params import whole_number
from accounts.models import User
from config import clock
from feedback.checklists import editing, steps
from feedback.inbox import intent_labels
from feedback.models import Checklist
from feedback.models.checklist import FEWEST, INTENTS, MOST

SEE = "feedback.view_conversation"
EDIT = editing.MAY_EDIT


@needs(SEE)
def checklists(request: HttpRequest) -> HttpResponse:
    """What is gone through with a conversation of each kind, and who wrote it so."""
    return _shown(request)


@needs(EDIT)
def checklist_save(request: HttpRequest, intent: str) -> HttpResponse:
    """Make the next version; a refused one comes back with what was typed."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("admin:checklists"))
    typed = request.POST
    try:
        editing.save(
            intent,
            zh=_lines(typed.get("zh", "")),
            en=_lines(typed.get("en", "")),
            seen=whole_number(typed.get("seen", "")) or 0,
            by=staff(request),
            reason=typed.get("reason", ""),
            now=clock.now(),
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return _shown(request, typed={"intent": intent, **typed.dict()})
    messages.success(request, _("Saved. It holds once another supervisor has confirmed it."))
    return HttpResponseRedirect(f"{reverse('admin:checklists')}#{intent}")


def _find(version_id: int) -> Checklist:
    return get_object_or_404(Checklist, pk=version_id)


def _to_its_list(version: Checklist) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('admin:checklists')}#{version.intent}")


@action(EDIT, find=_find, to=_to_its_list, step_up=True)
def checklist_confirm(request: HttpRequest, version: Checklist) -> str:
    editing.confirm(version, by=staff(request), now=clock.now())
    return _("Confirmed. It stands beside every such conversation from now on.")


def _shown(request: HttpRequest, typed: dict[str, Any] | None = None) -> HttpResponse:
    edits = request.user.has_perm(EDIT)
    not_all = lenders.obstacle(request.user, None, deciders=EDIT) if edits else ""
    return render(
        request,
        "feedback/checklists.html",
        title=_("Checklists"),
        lists=[_one(intent, typed or {}, staff(request)) for intent in map(str, INTENTS)],
        fewest=FEWEST,
        most=MOST,
        may_edit=edits and not not_all,
        not_all=not_all,
    )


def _one(intent: str, typed: dict[str, Any], person: User) -> dict[str, Any]:
    newest, version, now = steps.newest(intent), steps.confirmed(intent), steps.in_force(intent)
    waits = newest if newest and newest.decided_at is None else None
    mine = typed if typed.get("intent") == intent else {}
    start = steps.read(waits) if waits else now
    return {
        "intent": intent,
        "name": intent_labels.intent(intent),
        "look": intent_labels.look(intent),
        "version": version,
        "waits": waits,
        "waiting_steps": steps.read(waits) if waits else [],
        "not_mine_to_confirm": editing.obstacle_to_confirming(waits, by=person) if waits else "",
        "seen": newest.number if newest else 0,
        "steps": now,
        "zh": mine.get("zh") or "\n".join(step.zh for step in start),
        "en": mine.get("en") or "\n".join(step.en for step in start),
        "reason": mine.get("reason", ""),
        "open": bool(mine),
    }


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


CHECKLIST_PAGES: list[URLPattern] = [
    page("checklists/", checklists, "checklists"),
    page("checklists/<slug:intent>/", checklist_save, "checklist_save"),
    page("checklists/<int:version_id>/confirm/", checklist_confirm, "checklist_confirm"),
]
