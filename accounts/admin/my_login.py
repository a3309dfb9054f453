"""A person's own login: what was tried with it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.admin.pages import needs, render, staff
from accounts.signin import attempts

SHOWN = 20


@needs()
def my_login(request: HttpRequest) -> HttpResponse:
    """One query for what was tried."""
    person = staff(request)
    return render(
        request,
        "accounts/my_login.html",
        title=_("My login"),
        attempts=list(attempts.lately(person)[:SHOWN]),
    )
