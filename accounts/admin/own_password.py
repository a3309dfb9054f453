"""A person changes their password: the old one is asked for, and their other sessions end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from unfold.forms import AdminOwnPasswordChangeForm

from accounts.admin.waiting import waiting
from accounts.models import SignInAttempt, User
from accounts.signin import notices, sessions
from accounts.signin.gate import session_of
from accounts.signin.password_step import confirm_password
from accounts.signin.passwords import became_own, must_change
from config import clock


class OwnPasswordForm(AdminOwnPasswordChangeForm):  # type: ignore[misc]
    """As Django's; wrong old passwords are counted like tries at the door."""

    request: Any = None
    user: User

    def clean_old_password(self) -> str:
        old: str = self.cleaned_data["old_password"]
        now, step = clock.now(), SignInAttempt.Step.CHANGE
        tried = confirm_password(self.request, self.user, old, step=step, now=now)
        if tried.wait_until is not None:
            raise forms.ValidationError(waiting(tried.wait_until, now))
        if tried.user is None:
            raise forms.ValidationError(_("This is not your old password."))
        return old

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        old, new = data.get("old_password"), data.get("new_password1")
        if old and old == new:
            self.add_error("new_password1", _("This is your old password. Take another."))
        return data


class OwnPassword(PasswordChangeView):
    """Sessions are bound to the password: those of other browsers end with the old one."""

    form_class = OwnPasswordForm
    template_name = "registration/password_change_form.html"
    success_url = reverse_lazy("admin:my_login")

    def get_form(self, form_class: Any = None) -> Any:
        form: Any = super().get_form(form_class)
        form.request = self.request
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(must=must_change(self._person()), **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        became_own(form.user)
        here = session_of(self.request)
        sessions.end_others(
            form.user,
            but=here.pk if here else None,
            how=sessions.How.PASSWORD,
            by=form.user,
            now=clock.machine(),
        )
        notices.tell(form.user, notices.Event.PASSWORD)
        messages.success(
            self.request, _("Your password is changed. Your other sessions have ended.")
        )
        return response

    def _person(self) -> User:
        person = self.request.user
        assert isinstance(person, User)  # noqa: S101  (the site asks for a sign-in first)
        return person
