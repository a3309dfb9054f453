"""The steps of a hardship case. Each is a POST, calls its service and comes back."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.admin.pages import needs, staff
from accounts.errors import Refused
from accounts.params import row_id
from config import clock
from feedback import hardship
from feedback.admin.care.hardship import get, refused, show, to
from feedback.admin.care.hardship_forms import NeedsForm, NoteForm, ProposalForm
from feedback.models import HardshipCase, HardshipDecision

WORK, DECIDE = "feedback.change_hardshipcase", "feedback.decide_hardshipcase"
Step = Callable[[HttpRequest, HardshipCase], str]


def _step(permission: str) -> Callable[[Step], Callable[..., HttpResponse]]:
    """A POST on one case; what is refused is said, and what comes back is a success."""

    def decorate(view: Step) -> Callable[..., HttpResponse]:
        @needs(permission)
        @require_POST
        def done(request: HttpRequest, case_id: int) -> HttpResponse:
            case = get(case_id)
            try:
                messages.success(request, view(request, case))
            except Refused as why:
                return refused(request, case, why)
            return to(case)

        return done

    return decorate


@_step(WORK)
def hardship_take(request: HttpRequest, case: HardshipCase) -> str:
    hardship.take(case, by=staff(request), now=clock.now())
    return _("The case is yours.")


@_step(WORK)
def hardship_needs(request: HttpRequest, case: HardshipCase) -> str:
    form = NeedsForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Choose from the list."))
    hardship.set_needs(case, **form.cleaned_data, by=staff(request), now=clock.now())
    return _("Noted what is needed.")


@_step(WORK)
def hardship_note(request: HttpRequest, case: HardshipCase) -> str:
    hardship.add_note(case, text=_text(request), by=staff(request), now=clock.now())
    return _("Noted.")


@_step(WORK)
def hardship_reviewed(request: HttpRequest, case: HardshipCase) -> str:
    hardship.mark_reviewed(case, by=staff(request), now=clock.now())
    return _("Noted. It ends on its day.")


@_step(WORK)
def hardship_end(request: HttpRequest, case: HardshipCase) -> str:
    hardship.end(case, by=staff(request), reason=_text(request), now=clock.now())
    return _("The case is over. Waiting messages are decided anew.")


@_step(WORK)
def hardship_withdraw(request: HttpRequest, case: HardshipCase) -> str:
    hardship.withdraw(_waiting(request, case), by=staff(request), now=clock.now())
    return _("The proposal is withdrawn.")


@_step(DECIDE)
def hardship_approve(request: HttpRequest, case: HardshipCase) -> str:
    """Exactly the proposal that was on the page: another one since then is not approved."""
    done = hardship.approve(_waiting(request, case), by=staff(request), now=clock.now())
    if done.ends_on is None:
        return _("Approved: nothing is granted, and the hold has ended.")
    return _("Approved. Nothing is sent until the end of %(day)s.") % {
        "day": f"{done.ends_on:%Y-%m-%d}"
    }


@_step(DECIDE)
def hardship_reject(request: HttpRequest, case: HardshipCase) -> str:
    decision, reason = _waiting(request, case), _text(request)
    hardship.reject(decision, by=staff(request), reason=reason, now=clock.now())
    return _("Sent back.")


@needs(WORK)
@require_POST
def hardship_propose(request: HttpRequest, case_id: int) -> HttpResponse:
    """A proposal that was refused comes back with its form."""
    case = get(case_id)
    form = ProposalForm(request.POST, customer=case.customer)
    if form.is_valid():
        try:
            hardship.propose(case, **form.terms(), by=staff(request), now=clock.now())
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Proposed. Another person approves it."))
            return to(case)
    return show(request, case, proposal=form)


def _waiting(request: HttpRequest, case: HardshipCase) -> HardshipDecision:
    found = case.decisions.filter(pk=row_id(request.POST.get("decision")) or 0).first()
    if found is None:
        raise Http404
    return found


def _text(request: HttpRequest) -> str:
    form = NoteForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Write something, 4,000 characters at most."))
    return str(form.cleaned_data["text"])
