"""Whose receipt a call says it brings, and whether it is; all that are go into the table."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Sequence

from django.db import DatabaseError, connection, transaction

from accounts.access.lenders import EVERYBODY
from accounts.audit.trail import acting
from messaging.gateways.credentials import NoCredentials
from messaging.gateways.webhooks.base import Kind, Request, Webhook
from messaging.inbound.door.collecting import COME_AGAIN, KEPT, Asked
from messaging.inbound.requests import store
from messaging.inbound.webhooks import registry
from messaging.models import Gateway

log = logging.getLogger(__name__)

KNOWN_SECONDS = 5.0
"""A gateway that was retired, or whose driver is another's, is known as such so long after."""

MOST_KNOWN = 100
LONGEST_QUERY = 4096
NOT_ITS, NO_SUCH = 401, 404
_PATH = re.compile(r"/gateways/([-\w]{1,50})/receipts/?", re.ASCII)

Found = tuple[Gateway, Webhook]


class Judge:
    """Works batches of calls (`collecting.Work`)."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, now: store.Now) -> None:
        self._clock, self._now = clock, now
        self._known: dict[str, tuple[float, Found | None]] = {}

    def work(self, batch: Sequence[Asked]) -> list[int]:
        with acting(source="gateway", lenders=EVERYBODY):  # it does not know whose people these are
            statuses, kept = [], []
            for asked in batch:
                judged = self._judged(asked)
                statuses.append(judged if isinstance(judged, int) else KEPT)
                if not isinstance(judged, int):
                    kept.append(judged)
            if not self._is_stored(kept):
                return [COME_AGAIN if status == KEPT else status for status in statuses]
        return statuses

    def _is_stored(self, kept: Sequence[tuple[Gateway, bytes]]) -> bool:
        try:
            with transaction.atomic():
                store.store_receipts(kept, now=self._now())
        except DatabaseError as error:
            log.error("%d receipts were not kept: %s", len(kept), type(error).__name__)
            if not connection.in_atomic_block:  # the next batch begins with one that works
                connection.close_if_unusable_or_obsolete()
            return False
        return True

    def _judged(self, asked: Asked) -> int | tuple[Gateway, bytes]:
        """A status for what is not let in, else what is to be kept."""
        named = _PATH.fullmatch(asked.path)
        if named is None or len(asked.query) > LONGEST_QUERY:
            return NO_SUCH
        request = Request("GET", asked.path, asked.query, {}, b"")
        try:
            found = self._find(named[1])
            admitted = found is not None and (
                "GET" in found[1].methods and found[1].admits(request, found[0], Kind.RECEIPTS)
            )
        except (DatabaseError, NoCredentials) as error:
            log.error("door of %s: %s", named[1], type(error).__name__)
            return COME_AGAIN
        if found is None or not admitted:
            return NO_SUCH if found is None else NOT_ITS
        return found[0], found[1].kept(request, Kind.RECEIPTS)

    def _find(self, code: str) -> Found | None:
        known = self._known.get(code)
        if known and self._clock() - known[0] < KNOWN_SECONDS:
            return known[1]
        try:
            found: Found | None = registry.find(code)
        except registry.NoWebhook:
            found = None
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[code] = (self._clock(), found)
        return found
