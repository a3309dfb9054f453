"""A document as a page, for everybody who may sign in: it tells nothing of any customer."""

from __future__ import annotations

from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from accounts.admin.pages import needs, page, render
from config.staff.help import documents
from config.staff.help.desks import desk_of
from config.staff.help.documents import FIRST, Document
from config.staff.help.drawing import draw, title

KEPT = 16


def in_chinese() -> bool:
    return (get_language() or "").startswith("zh")


@needs()
def first_page(request: HttpRequest) -> HttpResponse:
    return _page(request, FIRST)


@needs()
def help_page(request: HttpRequest, document: str) -> HttpResponse:
    return _page(request, document)


def _page(request: HttpRequest, name: str) -> HttpResponse:
    found = documents.document(name, chinese=in_chinese())
    if found is None:
        raise Http404
    heading, body = _drawn(found)
    return render(request, "staff/help.html", title=heading, body=body, document=found)


@lru_cache(maxsize=KEPT)
def _drawn(found: Document) -> tuple[str, str]:
    return title(found.text), draw(found.text)


def link(request: HttpRequest) -> dict[str, object]:
    """`help_address`: of the document that belongs to this page, for whoever has signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"help_address": address(request.path)}


def address(path: str) -> str:
    """Of help about the page at this path."""
    name, heading = desk_of(path)
    if name == FIRST:
        return reverse("admin:help_first")
    at = _there(name, heading)
    return reverse("admin:help", args=[name]) + (f"#{at}" if at else "")


def _there(name: str, heading: str) -> str:
    """The heading in the language of the person: twins have the same ones in the same order."""
    english = documents.headings(name, chinese=False)
    if heading not in english:
        return ""
    return documents.headings(name, chinese=in_chinese())[english.index(heading)]


PAGES = [
    page("help/", first_page, "help_first"),
    page("help/<slug:document>/", help_page, "help"),
]
