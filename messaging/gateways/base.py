"""What a driver is: it says what it can do, and gives one outcome per message.

The caller need know no more of a refusal than `permanent`. The permit is checked here, before
every call, so that no driver can forget it; whatever a driver raises is an unknown outcome, never
a reason to send again.
"""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from messaging.dispatch.permit import Clock, Permit

log = logging.getLogger(__name__)


class Result(StrEnum):
    """What became of one hand-over. RETRY: refused for now. NOT_BEGUN: the permit had ended."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    RETRY = "retry"
    UNKNOWN = "unknown"
    NOT_BEGUN = "not_begun"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """`call_size` messages per call, `connections` calls at once; `receipts` come by themselves,
    `query` can be asked later."""

    call_size: int
    rate_per_second: int
    connections: int
    receipts: bool
    query: bool
    content_classes: frozenset[str]

    @property
    def wave_size(self) -> int:
        """What may be on the wire at once."""
        return self.call_size * self.connections


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One text for one address; worthless to the recipient's peace after `not_after`."""

    message_id: int
    address: str
    text: str
    not_after: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one hand-over ended. `error_code` is the gateway's, at most 40 characters."""

    message_id: int
    result: Result
    error_code: str = ""
    gateway_ref: str = ""

    @property
    def permanent(self) -> bool:
        """Refused for good: trying again is pointless."""
        return self.result == Result.REFUSED


class Driver(ABC):
    """One provider. Subclasses write `deliver` and, if they can, `ask`."""

    def __init__(self, *, clock: Clock, capabilities: Capabilities) -> None:
        self.clock = clock
        self.capabilities = capabilities

    def send(self, batch: Sequence[Outgoing], permit: Permit) -> list[Outcome]:
        """Hand over, call by call, as long as the permit lasts; one outcome per message."""
        outcomes: list[Outcome] = []
        for call in _cut(batch, self.capabilities.call_size):
            refusal = permit.refusal(self.clock)
            if refusal:
                outcomes += [Outcome(out.message_id, Result.NOT_BEGUN, refusal) for out in call]
            else:
                outcomes += self._deliver_safely(call)
        return outcomes

    def query(self, message_ids: Sequence[int]) -> list[Outcome]:
        """What the gateway knows of messages whose outcome is unknown. REFUSED: it never had it."""
        if not self.capabilities.query:
            return []
        try:
            return self.ask(message_ids)
        except Exception as error:
            log.warning("gateway query failed: %s", type(error).__name__)
            return []

    @abstractmethod
    def deliver(self, call: Sequence[Outgoing]) -> list[Outcome]:
        """One call to the gateway. Messages left out of the answer count as unknown."""

    def ask(self, message_ids: Sequence[int]) -> list[Outcome]:
        """One query to the gateway."""
        raise NotImplementedError

    def _deliver_safely(self, call: Sequence[Outgoing]) -> list[Outcome]:
        try:
            answered = {outcome.message_id: outcome for outcome in self.deliver(call)}
            error = "no_answer"
        except Exception as failure:
            # Its text may carry an address or a body, so only the kind is noted.
            log.warning("gateway call failed: %s", type(failure).__name__)
            answered, error = {}, type(failure).__name__[:40]
        return [
            answered.get(out.message_id) or Outcome(out.message_id, Result.UNKNOWN, error)
            for out in call
        ]


def _cut(batch: Sequence[Outgoing], size: int) -> Iterable[Sequence[Outgoing]]:
    return (batch[start : start + size] for start in range(0, len(batch), size))
