"""Whose password it is: set by a link that works once, and known to nobody but its owner.

The link is Django's own: it ends with the first use, with a change of the password, and after
`settings.PASSWORD_RESET_TIMEOUT` seconds.
"""

from __future__ import annotations

from django.conf import settings
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


def became_own(user: User) -> None:
    """The person has just set this password, and nobody else knows it."""
    user.password_is_own = True
    user.save(update_fields=["password_is_own"])


def must_change(user: User) -> bool:
    """Whether somebody else set it, by a command: it opens nothing but the page that changes it.
    A sandbox's sample logins keep theirs, which is printed for everybody."""
    if settings.SANDBOX and user.is_sample:
        return False
    return bool(user.password) and user.has_usable_password() and not user.password_is_own
