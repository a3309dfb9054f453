"""The door of the staff site: what is typed there, and what the person is told on the way in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _, ngettext
from unfold.forms import AuthenticationForm

from accounts.admin.waiting import waiting
from accounts.models import SignInAttempt, User
from accounts.signin import attempts, devices, notices
from accounts.signin.password_step import Tried, try_password
from config import clock

LONGEST_PASSWORD = 1024


class SignInForm(AuthenticationForm):  # type: ignore[misc]
    """Login and password. What is wrong is said in one sentence, whoever is named."""

    tried: Tried | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].max_length = LONGEST_PASSWORD

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        login, password = data.get("username"), data.get("password")
        if not login or not password or len(password) > LONGEST_PASSWORD:
            raise forms.ValidationError(_("Login or password is wrong."))
        now = clock.now()
        self.tried = try_password(self.request, login, password, now=now)
        if self.tried.wait_until is not None:
            raise forms.ValidationError(waiting(self.tried.wait_until, now))
        if self.tried.user is None:
            raise forms.ValidationError(_("Login or password is wrong."))
        self.user_cache = self.tried.user
        return data


class Door(LoginView):
    """Signs in; the browser is known from then on, and the person hears what others tried."""

    authentication_form = SignInForm
    template_name = "admin/login.html"

    def form_valid(self, form: SignInForm) -> HttpResponse:  # type: ignore[override]
        response = super().form_valid(form)
        user = form.get_user()
        if isinstance(user, User):
            if _is_new_browser(self.request, user, form.tried):
                notices.tell(user, notices.Event.BROWSER)
            devices.remember(self.request, response, user)
        if form.tried and form.tried.attempt:
            _tell_of_others(self.request, form.tried.attempt)
        return response


def _is_new_browser(request: HttpRequest, user: User, tried: Tried | None) -> bool:
    """Whether this login has been used before, and never here."""
    if devices.known_device(request, user) or tried is None or tried.attempt is None:
        return False
    return attempts.signed_in_before(tried.attempt)


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
