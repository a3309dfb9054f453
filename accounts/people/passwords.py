"""A link that sets a password, once: nobody ever knows another's password.

The link is Django's own: it ends with the first use, with a change of the password, and after
`settings.PASSWORD_RESET_TIMEOUT` seconds.
"""

from __future__ import annotations

from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.models import User


def link(user: User) -> str:
    """The path of the page on which this person sets a password of their own."""
    who = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return reverse("set_password", args=[who, token])
