"""The steps of a hardship case. Each is a POST, calls its service and comes back."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.admin.actions import action, valid
from accounts.admin.pages import staff
from accounts.errors import Refused
from accounts.input.params import row_id
from config import clock
from feedback.admin.care.hardship import get, show, to
from feedback.admin.care.hardship_forms import NeedsForm, NoteForm, ProposalForm
from feedback.hardship import cases, decisions
from feedback.models import HardshipCase, HardshipDecision

WORK, DECIDE = "feedback.change_hardshipcase", "feedback.decide_hardshipcase"
on_case = partial(action, find=get, to=to)


@on_case(WORK)
def hardship_take(request: HttpRequest, case: HardshipCase) -> str:
    cases.take(case, by=staff(request), now=clock.now())
    return _("The case is yours.")


@on_case(WORK)
def hardship_needs(request: HttpRequest, case: HardshipCase) -> str:
    said = valid(NeedsForm(request.POST))
    cases.set_needs(case, **said, by=staff(request), now=clock.now())
    return _("Noted what is needed.")


@on_case(WORK)
def hardship_note(request: HttpRequest, case: HardshipCase) -> str:
    cases.add_note(case, text=_text(request), by=staff(request), now=clock.now())
    return _("Noted.")


@on_case(WORK)
def hardship_reviewed(request: HttpRequest, case: HardshipCase) -> str:
    cases.mark_reviewed(case, by=staff(request), now=clock.now())
    return _("Noted. It ends on its day.")


@on_case(WORK)
def hardship_end(request: HttpRequest, case: HardshipCase) -> str:
    """One person proposes it; the holds stand until another approves."""
    why, outcome = _text(request), HardshipDecision.Outcome.END
    decisions.propose(case, outcome=outcome, why=why, by=staff(request), now=clock.now())
    return _("Proposed. Nothing is sent until another person approves that the case ends.")


@on_case(WORK)
def hardship_withdraw(request: HttpRequest, case: HardshipCase) -> str:
    decisions.withdraw(_waiting(request, case), by=staff(request), now=clock.now())
    return _("The proposal is withdrawn.")


@on_case(DECIDE, step_up=True)
def hardship_approve(request: HttpRequest, case: HardshipCase) -> str:
    """Exactly the proposal that was on the page: another one since then is not approved."""
    done = decisions.approve(_waiting(request, case), by=staff(request), now=clock.now())
    if done.state == HardshipCase.State.ENDED:
        return _("Approved: the case is over. Waiting messages will be checked again.")
    if done.ends_on is None:
        return _("Approved: nothing is granted, and the hold has ended.")
    return _("Approved. Nothing is sent until the end of %(day)s.") % {
        "day": date_format(done.ends_on)
    }


@on_case(DECIDE)
def hardship_reject(request: HttpRequest, case: HardshipCase) -> str:
    decision, reason = _waiting(request, case), _text(request)
    decisions.reject(decision, by=staff(request), reason=reason, now=clock.now())
    return _("Sent back.")


@on_case(WORK)
def hardship_propose(request: HttpRequest, case: HardshipCase) -> HttpResponse | str:
    """A proposal that was refused comes back with its form."""
    form = ProposalForm(request.POST, customer=case.customer)
    if form.is_valid():
        try:
            decisions.propose(case, **form.terms(), by=staff(request), now=clock.now())
        except Refused as why:
            form.add_error(None, str(why))
        else:
            return _("Proposed. Another person approves it.")
    return show(request, case, proposal=form)


def _waiting(request: HttpRequest, case: HardshipCase) -> HardshipDecision:
    found = case.decisions.filter(pk=row_id(request.POST.get("decision")) or 0).first()
    if found is None:
        raise Http404
    return found


def _text(request: HttpRequest) -> str:
    return str(valid(NoteForm(request.POST))["text"])
