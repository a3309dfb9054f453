"""The page on which a person sets a password of their own, by a link that works once."""

from django.contrib.auth.views import PasswordResetConfirmView
from django.urls import reverse_lazy


class SetPassword(PasswordResetConfirmView):
    """Nobody is signed in by it: the new password is typed at the door."""

    template_name = "staff/set_password.html"
    success_url = reverse_lazy("admin:login")
