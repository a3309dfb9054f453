"""Nothing typed is lost: what a form of staff holds is kept by the browser's tab (static/kept.js)
until the server says that it was accepted; and the address of an act leads to its page.
"""

import re
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from config.http.policies import STAFF

FIELD = "kept"
"""Of a form that was sent: the name under which its text is kept. The cookie says it back."""
COOKIE = "huancui-kept"
NAME = re.compile(r"[0-9a-z-]{8,40}")
SECONDS = 60
"""How long the browser is told; the next page has read it by then."""


class StaffForms:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path_info.startswith(STAFF):
            return response
        if _looked_at_an_act(request, response):
            if not len(messages.get_messages(request)):
                said = _("Nothing was done: this address belongs to a button. Here is its page.")
                messages.info(request, said)
            return HttpResponseRedirect(page_above(request.path_info))
        name = request.POST.get(FIELD, "") if request.method == "POST" else ""
        if NAME.fullmatch(name) and _was_accepted(request, response):
            response.set_cookie(
                COOKIE,
                name,
                max_age=SECONDS,
                path=STAFF,
                secure=request.is_secure(),
                samesite="Lax",
            )
        return response


def page_above(path: str) -> str:
    """The nearest page under whose address this one lies."""
    parts = path.strip("/").split("/")
    while len(parts) > 1:
        parts.pop()
        above = f"/{'/'.join(parts)}/"
        try:
            if resolve(above).url_name:  # what catches everything else has no name
                return above
        except Resolver404:
            continue
    return reverse("admin:index")


def no_longer_valid(request: HttpRequest) -> HttpResponse:
    """To the page of a form whose token is of another session, to be sent once more from there."""
    messages.warning(
        request,
        _(
            "Nothing was changed: this page was opened before you signed in or out. What you typed "
            "is here again; please send it once more."
        ),
        fail_silently=True,
    )
    return HttpResponseRedirect(request.get_full_path())


def _looked_at_an_act(request: HttpRequest, response: HttpResponse) -> bool:
    """By a person: after signing in again, by the back button, or a link that was copied."""
    shown = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
    return shown and response.status_code == 405


def _was_accepted(request: HttpRequest, response: HttpResponse) -> bool:
    """It went on to another page, was not sent to sign in, and nothing of it was refused."""
    if response.status_code != 302 or response.headers["Location"].startswith(
        reverse("admin:login")
    ):
        return False
    said = getattr(messages.get_messages(request), "_queued_messages", [])
    return not any(each.level >= messages.WARNING for each in said)
