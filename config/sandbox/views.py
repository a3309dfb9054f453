"""The banner's clock, the mails and the reset page. In production neither exists (404)."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.admin.pages import needs, render
from accounts.errors import Refused
from accounts.models import Lender
from config import clock, sandbox_clock
from config.database_roles import owner
from config.sample.load import load
from config.sandbox import mails, reset
from config.sandbox.forms import ClockForm, ResetForm


@needs("config.change_sandboxclock")
@require_POST
def set_clock(request: HttpRequest) -> HttpResponse:
    _only_in_a_sandbox()
    if request.POST.get("step") == "stop":
        sandbox_clock.stop_here()
        return _back(request)
    form = ClockForm(request.POST)
    now = clock.now()
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
        return _back(request)
    try:
        sandbox_clock.forward(to=form.moment(now), now=now)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        if to := sandbox_clock.destination():
            said = _("The days until %(moment)s happen now, one after the other.")
            messages.success(request, said % {"moment": localtime(to).strftime("%Y-%m-%d %H:%M")})
            return _back(request)
        moment = localtime(clock.now()).strftime("%Y-%m-%d %H:%M")
        messages.success(request, _("The sandbox clock now says %(moment)s.") % {"moment": moment})
    return _back(request)


@needs("config.change_sandboxclock")
@require_safe
def mails_page(request: HttpRequest) -> HttpResponse:
    """What would have gone to staff by e-mail."""
    _only_in_a_sandbox()
    kept = mails.are_kept()
    found = mails.newest() if kept else []
    title = _("Mails of the sandbox")
    return render(request, "staff/sandbox_mails.html", title=title, kept=kept, mails=found)


@needs("config.change_sandboxclock")
def reset_sandbox(request: HttpRequest) -> HttpResponse:
    """A check page first; then everything but the staff is made anew."""
    _only_in_a_sandbox()
    names = list(Lender.objects.order_by("pk").values_list("name", flat=True))
    form = ResetForm(request.POST if request.method == "POST" else None, names=names)
    if not form.is_valid():
        shown = {"title": _("Reset the sandbox"), "form": form, "names": names}
        status = 422 if form.is_bound else 200
        return render(request, "staff/sandbox_reset.html", status=status, **shown)
    with owner.as_owner():
        reset.empty()
        load(say=lambda _line: None)
    messages.success(request, _("The sandbox has been reset to the sample's day."))
    return HttpResponseRedirect(reverse("admin:index"))


def _only_in_a_sandbox() -> None:
    if not settings.SANDBOX:
        raise Http404


def _back(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(target if safe else reverse("admin:index"))
