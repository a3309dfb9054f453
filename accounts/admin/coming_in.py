"""The moment somebody is in: the session begins, the browser is known, the person is told."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _, ngettext

from accounts.models import SignInAttempt, User
from accounts.signin import attempts, devices, notices, one_browser

BACKEND = "django.contrib.auth.backends.ModelBackend"


def come_in(request: HttpRequest, user: User, attempt: SignInAttempt, *, to: str) -> HttpResponse:
    """After the last step, on to the page they were on their way to."""
    login(request, user, backend=BACKEND)
    response = HttpResponseRedirect(to)
    new = not devices.known_device(request, user) and attempts.signed_in_before(attempt)
    if new:
        notices.tell(user, notices.Event.BROWSER)
    one_browser.notice(request, user)
    devices.remember(request, response, user)
    _tell_of_others(request, attempt)
    return response


def _tell_of_others(request: HttpRequest, attempt: SignInAttempt) -> None:
    wrong = attempts.wrong_before(attempt)
    if not wrong:
        return
    said = ngettext(
        "Since your last sign-in somebody tried %(n)d time in vain to sign in with your login.",
        "Since your last sign-in somebody tried %(n)d times in vain to sign in with your login.",
        len(wrong),
    ) % {"n": len(wrong)}
    link = format_html('<a href="{}">{}</a>', reverse("admin:my_login"), _("See when and whence"))
    messages.warning(request, format_html("{} {}", said, link))
