"""Every address of the product, with what may stand in its places."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

_PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")
_GROUP = re.compile(r"\(\?P<(\w+)>[^)]*\)")
_ODD = [
    *("0", "-1", "9" * 30, "x", "%00", "..%2F..%2Fetc%2Fpasswd", "%F0%9F%98%80", "1;DROP", "１"),
    *("2026-09-15", "2026-99-99", "template", "complaint", "receipts", "a" * 3000),
]


@dataclass(frozen=True)
class Address:
    """`name` as in the table of roles; `route` with its places; `staff`: behind the sign-in."""

    name: str
    route: str
    staff: bool

    def path(self, dice: random.Random, ids: list[str]) -> str:
        """With ids of rows in most places, and nonsense in the others."""

        def put(_place: re.Match[str]) -> str:
            return dice.choice(ids) if ids and dice.random() < 0.7 else dice.choice(_ODD)

        return "/" + _GROUP.sub(put, _PLACE.sub(put, self.route)).replace("^", "").replace("$", "")


def every_address() -> list[Address]:
    return [
        *_walk(get_resolver("config.urls"), "", staff=False),
        *_walk(get_resolver("config.http.customer_urls"), "", staff=False),
    ]


def ids() -> list[str]:
    """Of a few rows of every table, and keys that stand in addresses."""
    found: set[str] = {"1", "2", "3", "anhe"}
    for label in ("accounts", "messaging", "feedback"):
        for model in apps.get_app_config(label).get_models():
            found.update(str(pk) for pk in model._default_manager.values_list("pk", flat=True)[:3])
    return sorted(found)


def _walk(resolver: URLResolver, before: str, *, staff: bool) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, route, staff=staff or entry.app_name == "admin")
        elif isinstance(entry, URLPattern):
            yield Address(entry.name or route, route, staff)
