"""Which host serves what: staff and webhooks on ours, only customers on a lender's address.

With `HUANCUI_STAFF_HOSTS` set, every other host is for customers. Without it, a host is for
customers when a lender's short address names it; loopback names, which no text can name, never are.
"""

from __future__ import annotations

import time
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.request import split_domain_port

from accounts.models import Lender
from accounts.signals import lender_facts_changed
from messaging.models.introduced import introduced

OURS = frozenset({"localhost", "127.0.0.1", "[::1]", "testserver"})  # the last: of tests
REMEMBERED_SECONDS = 10
"""How long another process may go by an address that an administrator has just changed."""


class Known(NamedTuple):
    """Codes of lenders by their short address, and until when that is not looked up again."""

    codes: dict[str, str]
    until: float


_known = Known({}, 0.0)


def host_of(request: HttpRequest) -> str:
    """In small letters, without port and without the dot a name may end with."""
    return split_domain_port(request.get_host())[0]


def serves_staff(host: str) -> bool:
    """Whether staff pages and webhooks are on this host."""
    if settings.STAFF_HOSTS:
        return host in settings.STAFF_HOSTS
    return host in OURS or lender_of(host) is None


def lender_of(host: str) -> str | None:
    """The code of the lender whose short address this is, once two people have seen it."""
    global _known
    if time.monotonic() >= _known.until:
        _known = Known(_read(), time.monotonic() + REMEMBERED_SECONDS)
    return _known.codes.get(host)


def _read() -> dict[str, str]:
    try:
        named = Lender.objects.filter(introduced("pk")).exclude(check_host="")
        return {host.lower(): code for host, code in named.values_list("check_host", "code")}
    except DatabaseError:
        return _known.codes  # as it was; no page can do anything meanwhile


@receiver(lender_facts_changed, dispatch_uid="config.http.hosts.facts")
@receiver([post_save, post_delete], sender=Lender, dispatch_uid="config.http.hosts.forget")
def _forget(**_kwargs: object) -> None:
    """Look it up again: this process goes by the change at once."""
    global _known
    _known = Known(_known.codes, 0.0)
