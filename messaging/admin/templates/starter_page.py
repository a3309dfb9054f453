"""The starter library on screen: written and asked for at once, approved at once after reading."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from accounts.access.four_eyes import is_trained
from accounts.admin import step_up
from accounts.admin.pages import needs, render, staff
from accounts.input.params import row_ids
from accounts.models import Lender
from accounts.models.choices import Language
from config import clock
from messaging import library
from messaging.approval import fingerprints
from messaging.authoring import starter_library
from messaging.authoring.starter_library import NEW, Outcome
from messaging.models import in_force
from messaging.models.approvable import ApprovalState

WRITERS = ("messaging.add_template", "messaging.add_templateversion")
REFUSALS_SHOWN = 10


@needs("messaging.view_template")
def starter_page(request: HttpRequest) -> HttpResponse:
    """What of the library is here; for approvers every text that waits, to be read."""
    person = staff(request)
    may_approve = person.has_perm("messaging.approve_templateversion")
    waiting = starter_library.waiting(by=person) if may_approve else []
    return render(
        request,
        "messaging/starter.html",
        title=_("Starter texts"),
        languages=_languages(),
        may_write=person.has_perms(WRITERS),
        waiting=[
            {"version": version, "seen": fingerprints.fingerprint(version)} for version in waiting
        ],
        trained=is_trained(person, clock.now()),
    )


@needs(*WRITERS)
@require_POST
def starter_write(request: HttpRequest) -> HttpResponse:
    """Drafts of what is not here in the ticked languages, and approval asked for them."""
    chosen = set(request.POST.getlist("language")) & set(library.LANGUAGES)
    texts = starter_library.texts_in(chosen, _true_of_lenders(), _countries())
    outcome = starter_library.write_and_ask(texts, by=staff(request), now=clock.now())
    count = len(outcome.done)
    told = ngettext(
        "%(n)s text waits for approval by somebody else.",
        "%(n)s texts wait for approval by somebody else.",
        count,
    )
    _tell(request, outcome, told % {"n": count})
    return HttpResponseRedirect(reverse("admin:starter"))


@needs("messaging.approve_templateversion")
@require_POST
@step_up.required
def starter_approve(request: HttpRequest) -> HttpResponse:
    """The ticked requests, each exactly as it stood on the page."""
    seen = {
        pk: request.POST.get(f"seen:{pk}", "") for pk in row_ids(request.POST.getlist("version"))
    }
    outcome = starter_library.approve_all(seen, by=staff(request), now=clock.now())
    count = len(outcome.done)
    told = ngettext("%(n)s text approved.", "%(n)s texts approved.", count) % {"n": count}
    _tell(request, outcome, told)
    return HttpResponseRedirect(reverse("admin:starter"))


def _tell(request: HttpRequest, outcome: Outcome, told: str) -> None:
    (messages.success if outcome.done else messages.info)(request, told)
    for each in outcome.refused[:REFUSALS_SHOWN]:
        messages.error(request, f"{each.version}: {each.why}")
    if (more := len(outcome.refused) - REFUSALS_SHOWN) > 0:
        messages.error(request, _("… and %(more)d more") % {"more": more})


def _languages() -> list[dict[str, Any]]:
    texts = starter_library.texts_in(library.LANGUAGES, _true_of_lenders(), _countries())
    standing = starter_library.states_of(texts)
    return [
        {
            "code": language,
            "label": Language(language).label,
            "total": sum(standing[language].values()),
            "new": standing[language][NEW],
            "drafts": standing[language][ApprovalState.DRAFT],
            "waiting": standing[language][ApprovalState.SUBMITTED],
            "approved": standing[language][ApprovalState.APPROVED],
        }
        for language in library.LANGUAGES
    ]


def _true_of_lenders() -> list[str]:
    """The consequences a text may name here: true of every lender, as a text belongs to none."""
    facts = list(Lender.objects.values_list("reports_to_credit_registry", "late_fee_in_contract"))
    true = {"credit_record": all(f[0] for f in facts), "late_fee": all(f[1] for f in facts)}
    return [name for name in library.MENTIONS if facts and true[name]]


def _countries() -> set[str]:
    """Those whose policies the lenders here follow."""
    standing = in_force.standing_policies(clock.now())
    return {in_force.policy_of(version).country for version in standing}
