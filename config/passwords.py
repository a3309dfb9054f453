"""The page on which a person sets a password of their own, by a link that works once."""

from typing import Any

from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpResponse
from django.urls import reverse_lazy

from accounts.people.passwords import became_own
from accounts.signin import notices, sessions
from config import clock


class SetPassword(PasswordResetConfirmView):
    """Nobody is signed in by it: the new password is typed at the door. Sessions there were end,
    as they are bound to the password."""

    template_name = "staff/set_password.html"
    success_url = reverse_lazy("admin:login")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        became_own(form.user)
        sessions.end_others(
            form.user, but=None, how=sessions.How.PASSWORD, by=None, now=clock.machine()
        )
        notices.tell(form.user, notices.Event.PASSWORD)
        return response
