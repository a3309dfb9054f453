"""The way in by the house's own provider, and back from it."""

from __future__ import annotations

import logging

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.admin.coming_in import come_in
from accounts.models import SignInAttempt, User
from accounts.signin import attempts, factors, first_factor, half, oidc
from accounts.signin.password_step import visitor_of
from config import clock

log = logging.getLogger("accounts.signin")
TO = "oidc_to"
Step, Outcome = SignInAttempt.Step, SignInAttempt.Outcome


@never_cache
def oidc_begin(request: HttpRequest) -> HttpResponse:
    if settings.OIDC is None:
        raise Http404
    to = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(to, allowed_hosts={request.get_host()})
    request.session[TO] = to if safe else reverse("admin:index")
    try:
        return oidc.begin(request)
    except oidc.NotSaid as failed:
        return _back(request, failed)


@never_cache
def oidc_return(request: HttpRequest) -> HttpResponse:
    """In, or on to the second step; a login that is unknown or closed here stays outside."""
    provider = settings.OIDC
    if provider is None:
        raise Http404
    to = request.session.pop(TO, reverse("admin:index"))
    try:
        claims = oidc.said(request)
    except oidc.NotSaid as failed:
        return _back(request, failed)
    name = claims.get(provider.claim)
    user = oidc.login_of(name)
    open_ = user is not None and user.is_active and user.is_staff
    more = open_ and user is not None and not provider.second_factor and factors.of(user).exists()
    attempt = _record(request, user, str(name or claims["sub"]), open_=open_, more=more)
    if user is None or not open_:
        messages.error(
            request, _("The provider knows you, but there is no open login for you here.")
        )
        return HttpResponseRedirect(reverse("admin:login"))
    if more:
        half.begin(request, user, to=to, now=clock.machine())
        return HttpResponseRedirect(reverse("admin:second_step"))
    response = come_in(request, user, attempt, to=to)
    first_factor.came_by_provider(request)
    if provider.second_factor:
        request.session[factors.SEEN] = True
    return response


def _record(
    request: HttpRequest, user: User | None, name: str, *, open_: bool, more: bool
) -> SignInAttempt:
    outcome = Outcome.RIGHT if more else Outcome.SIGNED_IN
    if not open_:
        outcome = Outcome.WRONG if user is None else Outcome.CLOSED
    return attempts.record(
        user=user,
        login=name,
        visitor=visitor_of(request, user),
        step=Step.OIDC,
        outcome=outcome,
        now=clock.now(),
    )


def _back(request: HttpRequest, failed: oidc.NotSaid) -> HttpResponse:
    log.warning("sign-in by the provider failed: %s", failed)
    messages.error(
        request, _("The provider did not say who you are. Try again, or use a password.")
    )
    return HttpResponseRedirect(reverse("admin:login"))
