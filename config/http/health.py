"""Whether this process lives, and whether it can do its work: for whoever watches from outside.

Neither answer says anything about a customer, a lender or a person.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.chain import watching
from accounts.rotation import known_keys
from config.watching import broker

WELL = "ok"
UNREACHABLE = "unreachable"
MISSING = "missing"
NEEDED = ("database", "broker", "keys")
"""What a page cannot do without; workers that stand still are told, and pages go on."""


@require_safe
@never_cache
def alive(_request: HttpRequest) -> HttpResponse:
    """/healthz: this process answers. It asks nothing of anybody."""
    return HttpResponse(WELL, content_type="text/plain")


@require_safe
@never_cache
def ready(_request: HttpRequest) -> HttpResponse:
    """/readyz: 200 where pages work, else 503. `workers` is "silent" when none did anything for
    two minutes; "broken" and others are the sealed chain's troubles."""
    said = {name: look() for name, look in LOOKS.items()}
    is_ready = all(said[name] == WELL for name in NEEDED)
    return JsonResponse({"ready": is_ready, **said}, status=200 if is_ready else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return UNREACHABLE
    return WELL


def _broker() -> str:
    return broker.trouble() or WELL


def _workers() -> str:
    """By the sealer's pulse: beat has to give the task and a worker to do it."""
    try:
        return watching.sealer_state().trouble or WELL
    except DatabaseError:
        return UNREACHABLE


def _keys() -> str:
    """Whether names can be read and opt-outs found by this process."""
    try:
        return MISSING if known_keys.missing() else WELL
    except DatabaseError:
        return UNREACHABLE


LOOKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "broker": _broker,
    "keys": _keys,
    "workers": _workers,
}
