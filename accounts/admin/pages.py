"""How a staff page is made: permission first, then the site's frame around a template."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse

from accounts.models import User

View = Callable[..., HttpResponse]


def needs(*permissions: str) -> Callable[[View], View]:
    """Refuse (403) whoever lacks one of these permissions; visitors are asked to sign in."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perms(permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return admin.site.admin_view(guarded)

    return decorate


def render(
    request: HttpRequest,
    template: str,
    *,
    title: Any,
    status: int = 200,
    **context: Any,
) -> TemplateResponse:
    """A template extending `staff/page.html`, inside the staff site's frame."""
    frame = admin.site.each_context(request)
    return TemplateResponse(request, template, {**frame, "title": title, **context}, status=status)


def page(route: str, view: View, name: str) -> URLPattern:
    """One page of the staff site, reversed as `admin:<name>`."""
    return path(route, view, name=name)


def page_of(name: str, object_id: str) -> HttpResponse:
    """On to the page of a row of a list. Raises Http404 where the address names none."""
    try:
        return HttpResponseRedirect(reverse(name, args=[object_id]))
    except NoReverseMatch:
        raise Http404 from None


def staff(request: HttpRequest) -> User:
    """Who is acting; pages made with `needs` have asked for a sign-in before."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
