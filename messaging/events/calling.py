"""A few events told to one destination, one call each, over one connection; no database."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from messaging.events import signing
from messaging.gateways.base import NotSent
from messaging.gateways.http.client import Client
from messaging.gateways.options import BadSettings, target

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 5.0
"""Of one call, from name look-up to the last byte of the answer."""

ANSWER_BYTES = 16 * 1024
GONE = 410
TAKEN = range(200, 300)
AT_FAULT = range(400, 500)
"""The event is not wanted as it is, and the next may be; all else: nothing is taken now."""
NOT_NOW = frozenset({401, 403, 404, 408, GONE, 425, 429})
"""Of these, those that would be said of any event."""


@dataclass(frozen=True, slots=True)
class ToTell:
    """One delivery with what its event says."""

    delivery_id: int
    number: UUID
    kind: str
    at: datetime
    data: dict[str, object] = field(repr=False)

    @property
    def event_id(self) -> str:
        """The same however often it is sent, and for whomever."""
        return f"evt_{self.number.hex}"

    @property
    def body(self) -> bytes:
        said = {"type": self.kind, "timestamp": _written(self.at), "data": self.data}
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Told:
    """What came of one call. `status`: the answer's, None: there was none, and `error` says why."""

    delivery_id: int
    status: int | None
    error: str = ""

    @property
    def taken(self) -> bool:
        return self.status is not None and self.status in TAKEN

    @property
    def says_nothing_is_taken(self) -> bool:
        """No use in trying the next one now."""
        status = self.status
        return status is None or status in NOT_NOW or status not in (*TAKEN, *AT_FAULT)


def tell(
    url: str,
    events: Sequence[ToTell],
    *,
    signed_with: Sequence[str],
    machine: Callable[[], datetime],
    until: float,
) -> list[Told]:
    """One after the other until `until` (seconds of the monotonic clock), or until it is plain that
    nothing is taken now; those that were tried."""
    told: list[Told] = []
    try:
        client = Client(target({"url": url}), timeout_seconds=TIMEOUT_SECONDS)
    except BadSettings:  # the environment allows this host no more
        return [Told(each.delivery_id, None, "not_allowed") for each in events[:1]]
    for each in events:
        if told and (time.monotonic() >= until or told[-1].says_nothing_is_taken):
            break
        told.append(_call(client, each, signed_with, machine()))
    return told


def _call(client: Client, event: ToTell, signed_with: Sequence[str], now: datetime) -> Told:
    body = event.body
    said = signing.headers(
        event_id=event.event_id,
        stamp=int(now.timestamp()),
        body=body,
        signed_with=signed_with,
    )
    try:
        answer = client.call(
            "POST",
            "",
            headers={"Content-Type": "application/json", **said},
            body=body,
            most_bytes=ANSWER_BYTES,
        )
    except NotSent as error:
        return Told(event.delivery_id, None, error.code)
    except Exception as error:  # whatever a network or an odd answer can do
        log.warning("an event was not taken: %s", type(error).__name__)
        return Told(event.delivery_id, None, type(error).__name__[:60])
    return Told(event.delivery_id, answer.status)


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
