"""Who asks."""

from typing import cast

from django.http import HttpRequest

from accounts.models import User


def signed_in(request: HttpRequest) -> User:
    """The member of staff behind a request; `needs` has turned visitors away before."""
    return cast(User, request.user)
