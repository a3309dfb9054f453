"""The sealed chain for the auditor: its head, what waits, what was verified; and the banner."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.admin.pages import needs, render, staff
from accounts.chain import checks, saying, strays, watching
from accounts.chain.findings import Finding
from accounts.chain.keys import seal_keys
from accounts.errors import Refused
from accounts.models import ChainCheck, ChainLink, User

MAY_SEE = "accounts.view_chainlink"
MAY_VERIFY = "accounts.verify_chain"
SHOWN = 20


@needs(MAY_SEE)
def sealed_chain(request: HttpRequest) -> HttpResponse:
    """Head, tail, the last verification and those before it."""
    waiting, seconds = strays.tail()
    done = list(ChainCheck.objects.select_related("by").order_by("-pk")[:SHOWN])
    return render(
        request,
        "accounts/sealed_chain.html",
        title=_("Sealed chain"),
        links=ChainLink.objects.order_by("-number")[:SHOWN],
        standing=watching.sealer_state(),
        waiting=waiting,
        waits_too_long=seconds > watching.TAIL_SECONDS,
        seconds=int(seconds),
        checks=done,
        last=done[0] if done else None,
        findings=_sentences(done[0]) if done else [],
        keys=seal_keys().printed(),
        may_verify=request.user.has_perm(MAY_VERIFY),
        **_state(done[0] if done else None),
    )


@needs(MAY_SEE)
def sealed_chain_state(request: HttpRequest) -> HttpResponse:
    """The moving part, asked for every second; tells the page when all is done."""
    state = _state(ChainCheck.objects.order_by("-pk").first())
    response = TemplateResponse(request, "accounts/sealed_chain_state.html", state)
    if not state["at_work"]:
        response["HX-Refresh"] = "true"
    return response


@needs(MAY_VERIFY)
@require_POST
def sealed_chain_verify(request: HttpRequest) -> HttpResponse:
    from accounts.tasks import verify_chain

    try:
        check = checks.begin(by=staff(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        transaction.on_commit(lambda: verify_chain.delay(check.pk))
    return HttpResponseRedirect(reverse("admin:sealed_chain"))


def chain_trouble(request: HttpRequest) -> dict[str, Any]:
    """For every page of whoever may see the chain. Asked only where a template looks."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not user.has_perm(MAY_SEE):
        return {}
    return {"chain_trouble": SimpleLazyObject(_trouble)}


def _trouble() -> str:
    found = watching.sealer_state()
    return saying.trouble(found.trouble) if found.trouble else ""


def _state(check: ChainCheck | None) -> dict[str, Any]:
    at_work = check is not None and check.ended_at is None
    return {
        "at_work": at_work,
        "progress": checks.progress_of(check) if check is not None and at_work else None,
    }


def _sentences(check: ChainCheck) -> list[str]:
    return [saying.sentence(Finding(**each)) for each in check.findings]
