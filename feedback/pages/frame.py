"""What all pages of the customer share: whose pages, which headers, whose visit, which language."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import wraps
from typing import Any, cast

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.csrf import csrf_exempt

from accounts.access.lenders import EVERYBODY
from accounts.audit.trail import acting
from accounts.models import Lender
from config import clock
from feedback.pages import languages, late, refused as refusals, visit as visits
from feedback.pages.refused import Refused
from feedback.pages.visit import Visit
from feedback.pages.whose_hands import hands
from messaging.decisions.facts.sender import sender_of

LARGEST = 64 * 1024
"""Bytes of a form; nobody tells more than a few pages."""

POLICY = {
    "default-src": [NONE],
    "style-src": [SELF],
    "img-src": [SELF],
    "form-action": [SELF],
    "frame-src": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}
log = logging.getLogger(__name__)

View = Callable[..., HttpResponse]


class _Csrf(CsrfViewMiddleware):
    """As everywhere, save that a page that sends no referrer makes browsers say Origin: null.

    The token must match its cookie all the same, and no other site can read either.
    """

    def _origin_verified(self, request: HttpRequest) -> bool:
        if request.META.get("HTTP_ORIGIN") == "null":
            return True
        return bool(super()._origin_verified(request))  # type: ignore[misc]

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        """Mostly somebody whose cookies are gone. What was written in a form of ours, which says
        whose it is, is kept for them; nothing is done."""
        lender = lender_of(request)
        page = Page(request, lender) if lender else None
        shown = page.shown_in if page else None
        if page is None or shown is None:
            return again(request, lender, status=403)
        kept = late.keep(request, page.lender, shown, now=page.now)
        if page.visit is None:
            page.lapsed = shown
            return page.lapse(kept=kept)
        response = HttpResponseRedirect(request.path)
        response.status_code = 303
        return response


def customer_page(view: View) -> View:
    """A page under `/c/<lender>/`: called as view(request, page). No script runs on it."""
    return _page(view, POLICY)


def page_that_copies(view: View) -> View:
    """The same, with one script of ours that adds buttons to copy with."""
    return _page(view, POLICY | {"script-src": [SELF]})


def page_in_a_frame(view: View) -> View:
    """The same, shown inside other pages of ours."""
    return _page(view, POLICY | {"frame-ancestors": [SELF]})


def _page(view: View, policy: dict[str, list[str]]) -> View:
    protected = decorator_from_middleware(_Csrf)(view_with_page(view))

    @wraps(view)
    def shown(request: HttpRequest, lender: str, **kwargs: Any) -> HttpResponse:
        request.encoding = "utf-8"  # whatever the visitor claims
        if "lang" in request.GET:
            return _in_language(request)
        if _too_large(request):
            return again(request, lender_of(request), status=413)
        try:
            who = hands(request, now=clock.now())
            with (
                acting(user=who.user, source=who.source, lenders=EVERYBODY),
                languages.shown_in(languages.of(request)),
            ):
                response = cast(HttpResponse, protected(request, lender=lender, **kwargs))
                response["Content-Language"] = languages.current()
        except RequestDataTooBig:
            response = again(request, lender_of(request), status=413)
        except DatabaseError as error:
            log.error("a customer's page failed: %s", type(error).__name__)
            response = unavailable(request, lender)
        return response

    return cast(View, csrf_exempt(csp(policy)(_private(shown))))


class Page:
    """One request on a lender's pages: who is there, what time it is, and how to answer."""

    def __init__(self, request: HttpRequest, lender: Lender) -> None:
        self.request = request
        self.lender = lender
        self.now = clock.now()
        self.visit = visits.read(request, lender_id=lender.pk, now=self.now)
        self.lapsed = (
            None
            if self.visit
            else visits.lapsed(request, lender_id=lender.pk, now=self.now) or self.shown_in
        )
        self.refused = refusals.read(request)

    @property
    def shown_in(self) -> Visit | None:
        """The visit in which the form that came in was shown, as it says itself."""
        if self.request.method != "POST":
            return None
        said = self.request.POST.get(visits.TICKET, "")
        return visits.of_ticket(said, lender_id=self.lender.pk, now=self.now)

    @property
    def root(self) -> str:
        return reverse("customer:check", args=[self.lender.code])

    def show(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """The page; what the visit had to confirm is confirmed on it, once, and so is what was
        refused here a moment ago."""
        if self.refused:
            self.refused.tell(context)
            status = self.refused.status
        told = (self.visit.told, self.visit.about) if self.visit else ("", "")
        context |= {"lender": self.lender, "visit": self.visit, "told": told[0], "about": told[1]}
        context["lapsed"] = self.lapsed
        context["ticket"] = visits.ticket(self.visit, self.now) if self.visit else ""
        response = render(self.request, template, _frame(self.lender) | context, status=status)
        if self.visit:
            visits.write(
                response, replace(self.visit, told="", about=""), path=self.root, now=self.now
            )
        if self.refused:
            refusals.end(response, path=self.root)
        return response

    def refuse(
        self,
        said: str = "",
        *,
        form: str = "form",
        about: str = "",
        typed: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """To this page anew, which says why it did not take what was sent (feedback.pages.refused);
        so whoever goes back later is not asked whether to send it twice."""
        response = HttpResponseRedirect(self.request.get_full_path())
        response.status_code = 303
        if self.visit:
            visits.write(response, self.visit, path=self.root, now=self.now)
        what = Refused(self.request.path, said, form, about, typed or {}, status)
        refusals.write(response, what, path=self.root)
        return response

    def go(
        self,
        name: str,
        *,
        told: str = "",
        about: str = "",
        opened: bool | None = None,
        visit: Visit | None = None,
    ) -> HttpResponse:
        """To another page, which confirms what was done (`told`), or because this one is not to
        be seen. `opened` says anew whether the second door is open; `visit` begins another."""
        response = HttpResponseRedirect(reverse(f"customer:{name}", args=[self.lender.code]))
        response.status_code = 303
        visit = visit or self.visit
        if visit:
            opened = visit.opened if opened is None else opened
            visit = replace(visit, told=told, about=about, opened=opened)
            visits.write(response, visit, path=self.root, now=self.now)
        return response

    def lapse(self, *, kept: bool) -> HttpResponse:
        """To the first page, which says that the visit is over and whether words are `kept`."""
        response = HttpResponseRedirect(self.root)
        response.status_code = 303
        if self.lapsed and kept:
            over = replace(self.lapsed, told="kept")
            visits.write(response, over, path=self.root, now=over.seen)
        return response

    def leave(self) -> HttpResponse:
        """To the first page, and nobody is there any more."""
        response = HttpResponseRedirect(self.root)
        response.status_code = 303
        visits.end(response, path=self.root)
        return response


def view_with_page(view: View) -> View:
    def paged(request: HttpRequest, lender: str, **kwargs: Any) -> HttpResponse:
        found = get_object_or_404(Lender, code=lender)
        return view(request, Page(request, found), **kwargs)

    return paged


def lender_of(request: HttpRequest) -> Lender | None:
    """The lender whose address was asked for, as far as there is one."""
    match = request.resolver_match
    code = match.kwargs.get("lender") if match else None
    return Lender.objects.filter(code=code).first() if code else None


def again(request: HttpRequest, lender: Lender | None, *, status: int) -> HttpResponse:
    """Nothing was done; the visitor may begin again, or call."""
    if lender is None:
        raise Http404
    return render(request, "customer/again.html", _frame(lender), status=status)


def unavailable(request: HttpRequest, code: str) -> HttpResponse:
    """Closed rather than open when tries cannot be counted; how to reach the lender stays."""
    try:
        lender = Lender.objects.filter(code=code).first()
        frame = _frame(lender) if lender else {}
    except DatabaseError:
        frame = {}
    return render(request, "customer/unavailable.html", frame, status=503)


def _frame(lender: Lender) -> dict[str, Any]:
    wording, language = sender_of(lender, clock.now()).wording, languages.current()
    return {
        "lender": lender,
        "lender_name": wording.said("name", language) or lender.name,
        "ways_to_pay": wording.said("ways_to_pay", language),
        "other_languages": languages.others(),
    }


def _in_language(request: HttpRequest) -> HttpResponse:
    response = HttpResponseRedirect(request.path)
    response.status_code = 303
    languages.keep(response, request.GET["lang"])
    return response


def _too_large(request: HttpRequest) -> bool:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST
    except ValueError:
        return True


def _private(view: View) -> View:
    """Nothing of these pages is kept or told to anybody else."""

    @wraps(view)
    def shown(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        patch_cache_control(response, no_store=True, private=True)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return shown
