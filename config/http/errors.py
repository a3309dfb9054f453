"""Pages for what went wrong, in the product's own words and style.

They look at nothing of the request but its host, path and language: its body may be what cannot be
read, and whoever sent it may be what cannot be looked up. So no session, no CSRF, no database.
"""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from config.http.policies import STAFF
from config.http.staff_forms import no_longer_valid

CUSTOMERS = "/c/"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Something a visitor wrote that no page of ours writes."""
    return page(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return page(request, "403.html", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A form that is not of this session: signed out meanwhile, cookies off, or another's page.
    Staff are led to its page, where what they typed stands again (config.http.staff_forms)."""
    at_a_page = "text/html" in request.headers.get("Accept", "")
    if at_a_page and request.path.startswith(STAFF) and "HX-Request" not in request.headers:
        return no_longer_valid(request)
    return page(request, "403_csrf.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return page(request, "404.html", 404)


def broken(request: HttpRequest) -> HttpResponse:
    return page(request, "500.html", 500)


def too_slow(request: HttpRequest) -> HttpResponse:
    """The database was asked for more than a page may ask."""
    return page(request, "503.html", 503)


def page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """An error page for staff, or for customers where they are."""
    if getattr(request, "urlconf", None) == "config.http.customer_urls" or request.path.startswith(
        CUSTOMERS
    ):
        template = "customer/lost.html" if status == 404 else "customer/broken.html"
    language = translation.get_language_from_request(request)
    said = {"LANGUAGE_CODE": language}
    with translation.override(language):
        return HttpResponse(render_to_string(template, said), status=status)
