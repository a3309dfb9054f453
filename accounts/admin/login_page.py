"""Where staff sign in: what is typed there, and what the person is told on the way in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.views import LoginView
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from unfold.forms import AuthenticationForm

from accounts.admin.coming_in import come_in
from accounts.admin.waiting import waiting
from accounts.models import SignInAttempt, User
from accounts.signin import half
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


class LoginPage(LoginView):
    """Login and password."""

    authentication_form = SignInForm
    template_name = "admin/login.html"

    def form_valid(self, form: SignInForm) -> HttpResponse:  # type: ignore[override]
        """In, or on to the second step for who has a second factor."""
        user, tried = form.get_user(), form.tried
        assert isinstance(user, User)  # noqa: S101  (the form found them)
        assert tried is not None  # noqa: S101
        assert tried.attempt is not None  # noqa: S101
        if tried.attempt.outcome == SignInAttempt.Outcome.SIGNED_IN:
            return come_in(self.request, user, tried.attempt, to=self.get_success_url())
        half.begin(self.request, user, to=self.get_success_url(), now=clock.machine())
        return HttpResponseRedirect(reverse("admin:second_step"))
