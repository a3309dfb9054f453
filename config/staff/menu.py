"""The menu at the side: the person's day, numbered as its keys, and the way to everything else."""

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.staff.days import day_of
from config.staff.places.catalogue import every, is_open
from config.staff.places.kinds import Place

Entry = dict[str, Any]
KEYS = "123456789"
"""Opens the entries, from the first on; 0 opens all pages."""


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """As Unfold draws it: groups of entries."""
    day, here = day_of(request.user), _here(request)
    entries = [_entry(place, here) for place in day]
    for entry, key in zip(entries, KEYS, strict=False):
        entry["key"] = key
    return [
        {"title": _("My day") if day else "", "items": entries},
        {"title": "", "separator": bool(day), "items": [*_elsewhere(here, day), _all(request)]},
    ]


def _elsewhere(here: Place | None, day: list[Place]) -> list[Entry]:
    """Where the person is, when that is none of their day's places."""
    return [_entry(here, here)] if here is not None and here not in day else []


def _here(request: HttpRequest) -> Place | None:
    """The place whose address the page's begins with; the longest, as one may lie under another."""
    under = [
        (len(address), place) for address, place in _addresses() if request.path.startswith(address)
    ]
    found = max(under, default=(0, None), key=lambda each: each[0])[1]
    return found if found is not None and is_open(found, request.user) else None


@cache
def _addresses() -> list[tuple[str, Place]]:
    """Looked up once: they were a thirtieth of the time that a page takes."""
    return [(reverse(f"admin:{place.name}"), place) for place in every()]


def _entry(place: Place, here: Place | None) -> Entry:
    return {
        "title": place.title,
        "icon": place.icon,
        "link": reverse(f"admin:{place.name}"),
        "active": place is here,
    }


def _all(request: HttpRequest) -> Entry:
    address = reverse("admin:all_pages")
    return {
        "title": _("All pages"),
        "icon": "apps",
        "link": address,
        "active": request.path == address,
        "key": "0",
    }
