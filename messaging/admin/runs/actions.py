"""What is asked of a run by a button: plan, release, pause, resume, stop. Services decide."""

from datetime import date
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from accounts.admin.actions import action, valid
from accounts.admin.forms import ReasonForm
from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from accounts.input.params import row_id, whole_number
from accounts.models import Lender, User
from accounts.rules.lender_day import lender_day
from config import clock
from messaging.models import Message, Run
from messaging.models.message_states import OPEN
from messaging.planning import leaving_out, service as planning
from messaging.runs import asking, control, release
from messaging.tasks import plan_requested


@needs("messaging.plan_run")
@require_POST
def plan_run(request: HttpRequest) -> HttpResponse:
    """Note the wish, let a worker carry it out, and show the run."""
    lender = get_object_or_404(Lender, code=request.POST.get("lender"))
    now = clock.now()
    today = lender_day(lender, now)
    try:
        day = date.fromisoformat(request.POST.get("date") or today.isoformat())
    except ValueError as error:
        raise Http404 from error
    try:
        run = planning.request(lender=lender, day=day, by=staff(request), now=now)
        plan_requested.delay(run.pk)
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(page_of_day(lender, day))


def page_of(run: Run) -> str:
    """Where a run is looked at."""
    return page_of_day(run.lender, run.day)


def page_of_day(lender: Lender, day: date) -> str:
    """The run page of that lender and day."""
    query = urlencode({"lender": lender.code, "date": day.isoformat()})
    return f"{reverse('admin:run_today')}?{query}"


def _run(run_id: int) -> Run:
    return get_object_or_404(Run.objects.select_related("lender"), pk=run_id)


def _to_run(run: Run) -> HttpResponse:
    return HttpResponseRedirect(page_of(run))


on_run = partial(action, find=_run, to=_to_run)


@on_run("messaging.release_run", step_up=True)
def release_run(request: HttpRequest, run: Run) -> str:
    count = whole_number(request.POST.get("count"))
    release.release(
        run.pk,
        by=staff(request),
        now=clock.now(),
        expected_count=-1 if count is None else count,
        send_at_once=request.POST.get("send_at_once") == "on",
    )
    told = ngettext(
        "Released: %(count)s text is on its way.",
        "Released: %(count)s texts are on their way.",
        count or 0,
    )
    return told % {"count": f"{count or 0:,}"}


@on_run("messaging.release_run")
def leave_out_of_run(request: HttpRequest, run: Run) -> HttpResponse:
    """Those chosen in the list: out of the run, or back into it."""
    ids = [each for each in map(row_id, request.POST.getlist("one")) if each]
    by, now = staff(request), clock.now()
    if not ids:
        raise Refused(_("Choose customers first."))
    if request.POST.get("what") == "back":
        number = leaving_out.take_back(run.pk, ids, by=by, now=now)
        told = ngettext("%(n)s is to be sent to again.", "%(n)s are to be sent to again.", number)
    else:
        why = request.POST.get("why", "")
        number = leaving_out.leave_out(run.pk, ids, why=why, by=by, now=now)
        told = ngettext("%(n)s is left out.", "%(n)s are left out.", number)
    messages.success(request, told % {"n": number})
    return HttpResponseRedirect(reverse("admin:run_candidates", args=[run.pk]) + "?to_send=1")


@on_run(one_of=("messaging.plan_run", "messaging.release_run"))
def ask_to_release(request: HttpRequest, run: Run) -> str:
    person = User.objects.filter(pk=row_id(request.POST.get("of")) or 0).first()
    if person is None:
        raise Refused(_("Choose somebody to ask."))
    asking.ask(run.pk, of=person, by=staff(request), now=clock.now())
    return _("%(person)s sees it among what waits for them.") % {"person": person}


@on_run("messaging.stop_run")
def pause_run(request: HttpRequest, run: Run) -> str:
    control.pause(run.pk, by=staff(request))
    return _("Paused.")


@on_run("messaging.stop_run")
def halt_run(request: HttpRequest, run: Run) -> HttpResponse:
    """Whoever wants to stop it pauses it first, and is asked after: nothing leaves meanwhile."""
    if run.state == Run.State.RELEASED:
        control.pause(run.pk, by=staff(request))
    return HttpResponseRedirect(reverse("admin:run_stop", args=[run.pk]))


@on_run("messaging.stop_run", step_up=True)
def resume_run(request: HttpRequest, run: Run) -> str:
    control.resume(run.pk, by=staff(request))
    return _("Resumed.")


@needs("messaging.stop_run")
def stop_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Stopping cannot be undone: first a page that says what it would do."""
    if request.method == "POST":
        return _stop(request, run_id=run_id)
    run = _run(run_id)
    return render(
        request,
        "messaging/run_stop.html",
        title=_("Stop this run?"),
        run=run,
        count=Message.objects.filter(run=run, state__in=OPEN).count(),
        back=page_of(run),
    )


@on_run("messaging.stop_run")
def _stop(request: HttpRequest, run: Run) -> str:
    reason = valid(ReasonForm(request.POST))["reason"]
    control.stop(run.pk, by=staff(request), now=clock.now(), reason=reason)
    return _("Stopped. What had not begun to leave is cancelled.")
