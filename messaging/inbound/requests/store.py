"""A request at a webhook as it is kept, and what became of it."""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from accounts.keys import keyring
from messaging.gateways.webhooks.base import Kind
from messaging.models import Gateway, InboundRequest
from messaging.outbox import failpoints

log = logging.getLogger(__name__)

MOST_TRIES = 8
REMEMBERED = timedelta(minutes=10)
Now = Callable[[], datetime]
_ONE_AFTER_THE_OTHER = "SELECT pg_advisory_xact_lock(%s)"
UNREADABLE = "unreadable"
"""How the error of a request that cannot be read begins."""

_DONE = """
UPDATE messaging_inboundrequest c SET state = 'done', entries = v.entries, error = '',
    worked_at = %(now)s
FROM unnest(%(ids)s::bigint[], %(entries)s::int[]) AS v (id, entries) WHERE c.id = v.id
"""


def store(
    gateway: Gateway,
    kind: Kind,
    *,
    seal: bytes | None,
    kept: bytes,
    content_type: str,
    now: datetime,
) -> InboundRequest:
    """Keep a request before anything is made of it; committed when this returns.

    A sealed request that was kept before is that request: whoever sends it again, the gateway that
    heard no answer or somebody who listened, adds nothing. Of two at the same moment one fails
    (DatabaseError) and comes again.
    """
    if seal is None and kind == Kind.REPLIES:
        return _store_unsigned(gateway, kept=kept, content_type=content_type, now=now)
    if seal is not None:
        known = InboundRequest.objects.filter(seal=seal).select_related("gateway").first()
        if known is not None:
            return known
    return _create(gateway, kind, kept, content_type, now, seal=seal)


def store_receipts(told: Sequence[tuple[Gateway, bytes]], *, now: datetime) -> None:
    """Keep many unsigned calls of receipts at once, each a call of its own, in the caller's
    transaction. What is told twice is the same state."""
    InboundRequest.objects.bulk_create(
        InboundRequest(gateway=gateway, kind=Kind.RECEIPTS, body=_as_text(kept), at=now)
        for gateway, kept in told
    )


def _store_unsigned(
    gateway: Gateway, *, kept: bytes, content_type: str, now: datetime
) -> InboundRequest:
    """A reply that nobody signed and that says to the letter what one said within ten minutes is
    that one: of two at the same moment the second waits for the first. A receipt needs no such
    memory, for a state that is told twice is the same state."""
    digest = _digest(gateway, kept)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_ONE_AFTER_THE_OTHER, [int.from_bytes(digest[:8], signed=True)])
        before = InboundRequest.objects.filter(digest=digest, at__gt=now - REMEMBERED)
        known = before.select_related("gateway").order_by("-at").first()
        return known or _create(gateway, Kind.REPLIES, kept, content_type, now, digest=digest)


def _create(
    gateway: Gateway,
    kind: Kind,
    kept: bytes,
    content_type: str,
    now: datetime,
    **told_by: bytes | None,
) -> InboundRequest:
    request = InboundRequest.objects.create(
        gateway=gateway,
        kind=kind,
        body=_as_text(kept),
        content_type=content_type[:100],
        at=now,
        **told_by,
    )
    failpoints.reach("inbound.stored")
    return request


def _digest(gateway: Gateway, kept: bytes) -> bytes:
    """Keyed: numbers and words are too few to be kept as a plain hash."""
    return keyring().blind_index(f"{gateway.pk}:{_as_text(kept)}", "inbound_request.digest")


def kept(request: InboundRequest) -> bytes:
    """As it came. Raises what decryption raises."""
    return _as_bytes(request.body)


def _as_text(raw: bytes) -> str:
    """What is encrypted is text; bytes that are none are kept as base64."""
    try:
        return "u:" + raw.decode()
    except UnicodeDecodeError:
        return "b:" + base64.b64encode(raw).decode()


def _as_bytes(text: str) -> bytes:
    return base64.b64decode(text[2:]) if text.startswith("b:") else text[2:].encode()


def all_done(entries_of: dict[int, int], *, now: datetime) -> None:
    """Worked, all of it. `entries_of`: how many a request had, by its id."""
    if entries_of:
        figures: dict[str, Any] = {"ids": list(entries_of), "entries": list(entries_of.values())}
        with connection.cursor() as cursor:
            cursor.execute(_DONE, {**figures, "now": now})


def done(request: InboundRequest, *, entries_read: int, unreadable: int, now: datetime) -> None:
    """Worked; with entries that cannot be read it is left for a person."""
    if unreadable:
        cannot_be_read(request, f"{unreadable} entries", now=now, entries_read=entries_read)
    else:
        _mark(
            request, state=InboundRequest.State.DONE, entries=entries_read, error="", worked_at=now
        )


def cannot_be_read(
    request: InboundRequest, why: str, *, now: datetime, entries_read: int = 0
) -> None:
    """For a person to look at."""
    log.warning(
        "request %d of gateway %s cannot be read: %s", request.pk, request.gateway.code, why
    )
    _mark(
        request,
        state=InboundRequest.State.FAILED,
        entries=entries_read,
        error=f"{UNREADABLE}: {why}"[:80],
        worked_at=now,
    )


def set_aside(request: InboundRequest, error: Exception, *, now: datetime) -> None:
    """To be tried again later; for good after MOST_TRIES. The error's text may hold a number."""
    log.error(
        "request %d of gateway %s fails: %s", request.pk, request.gateway.code, type(error).__name__
    )
    tries = request.tries + 1
    over = tries >= MOST_TRIES
    _mark(
        request,
        state=InboundRequest.State.FAILED if over else InboundRequest.State.WAITING,
        tries=tries,
        error=type(error).__name__[:80],
        worked_at=now if over else None,
    )


def _mark(request: InboundRequest, **columns: Any) -> None:
    InboundRequest.objects.filter(pk=request.pk).update(**columns)
