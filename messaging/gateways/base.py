"""What a driver is: it says what it can do, and gives one outcome per message.

The caller need know no more of a refusal than `permanent`. The permit is checked here, before
every call, so that no driver can forget it; whatever a driver raises is an unknown outcome, never
a reason to send again.
"""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import partial

from messaging.gateways.permit import Clock, Permit
from messaging.outbox import failpoints

log = logging.getLogger(__name__)

FIRST_ROUNDS = 4
SMALL_WAVE = 200
WAVE_SECONDS = 0.5
NEWEST_CALL_COUNTS = 0.1
FAILED_CALLS_END_A_WAVE = 3
GATEWAY_FAILS = "gateway_fails"


class Result(StrEnum):
    """What became of one hand-over. RETRY: refused for now. NOT_BEGUN: the permit had ended."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    RETRY = "retry"
    UNKNOWN = "unknown"
    NOT_BEGUN = "not_begun"


class NotSent(Exception):
    """The call failed before anything of it can have reached the gateway: try again later."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code[:40]


class TooLate(NotSent):
    """The window ends before this gateway could do anything with the message: nothing was called,
    and that says nothing of the gateway."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """`call_size` messages per call, `connections` calls at once; `receipts` come by themselves,
    `query` can be asked later, `ping` tells whether the gateway answers at all."""

    call_size: int
    rate_per_second: int
    connections: int
    receipts: bool
    query: bool
    content_classes: frozenset[str]
    ping: bool = False

    def wave_size(self, *, rounds: int) -> int:
        """What may be on the wire at once: one round of calls, or several where calls are small,
        and a quarter of a second of the gateway's rate."""
        round_size = self.call_size * self.connections
        wave = max(round_size, min(rounds * round_size, SMALL_WAVE))
        return max(1, min(wave, self.rate_per_second // 4))


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One text for one address; worthless to the recipient's peace after `not_after`.

    `text` is the whole text as it was approved, rendered and read back: on every channel what the
    message says. `content` is the same in the shape of its channel, made by us from that text
    (messaging.content.shapes), and empty for SMS; a driver adds nothing to it:

        email   subject, html   (the plain alternative is `text`), sender, link (the lender's page)
        push    title, body     (what a lock screen may show: no debt), link
        wechat  the fields of the card by their names, and link

    `address` is an E.164 number, an e-mail address, a device token or an openid; `language` is that
    of the text (zh-hans, zh-hant, en).
    """

    message_id: int
    address: str = field(repr=False)
    text: str = field(repr=False)
    not_after: datetime
    content_class: str = ""
    content: Mapping[str, str] = field(default_factory=dict, repr=False)
    language: str = ""
    version_id: int | None = None


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


class Pending:
    """A wave whose calls are under way. `outcomes` waits for them: one per message."""

    def __init__(self, parts: Sequence[Callable[[], list[Outcome]]]) -> None:
        self._parts = parts

    def outcomes(self) -> list[Outcome]:
        return [outcome for part in self._parts for outcome in part()]


class Driver(ABC):
    """One provider. Subclasses write `deliver` and, if they can, `ask` and `ping`.

    With several `connections`, `deliver` and the clock are called from as many threads: a driver
    that needs the database has one.
    """

    def __init__(self, *, clock: Clock, capabilities: Capabilities) -> None:
        self.clock = clock
        self.capabilities = capabilities
        self._call_seconds: float | None = None
        self._pool = (
            ThreadPoolExecutor(capabilities.connections, thread_name_prefix="gateway")
            if capabilities.connections > 1
            else None
        )

    @property
    def wave_size(self) -> int:
        """As many rounds of calls as this gateway has answered within WAVE_SECONDS lately: what
        has begun leaves whoever says stop."""
        if self._call_seconds is None:
            return self.capabilities.wave_size(rounds=FIRST_ROUNDS)
        rounds = int(WAVE_SECONDS / max(self._call_seconds, 0.001))
        return self.capabilities.wave_size(rounds=max(1, rounds))

    def start(self, batch: Sequence[Outgoing], permit: Permit) -> Pending:
        """Begin to hand over, call by call, as long as the permit lasts and calls succeed."""
        health = _Health()
        calls = list(self.cut(batch))
        if self._pool is None:
            done = [self._call(call, permit, health) for call in calls]
            return Pending([partial(list, outcomes) for outcomes in done])
        return Pending(
            [self._pool.submit(self._call, call, permit, health).result for call in calls]
        )

    def send(self, batch: Sequence[Outgoing], permit: Permit) -> list[Outcome]:
        """Hand over and wait; one outcome per message."""
        return self.start(batch, permit).outcomes()

    def query(self, message_ids: Sequence[int]) -> list[Outcome]:
        """What the gateway knows of messages whose outcome is unknown. REFUSED: it never had it."""
        if not self.capabilities.query:
            return []
        try:
            return self.ask(message_ids)
        except Exception as error:
            log.warning("gateway query failed: %s", type(error).__name__)
            return []

    def is_up(self) -> bool:
        """Whether it answers; for a gateway that cannot be asked, a message has to find out."""
        if not self.capabilities.ping:
            return True
        try:
            return self.ping()
        except Exception as error:
            log.info("gateway does not answer: %s", type(error).__name__)
            return False

    def cut(self, batch: Sequence[Outgoing]) -> Iterable[Sequence[Outgoing]]:
        """The calls of a batch, each of at most `call_size` messages."""
        size = self.capabilities.call_size
        return (batch[start : start + size] for start in range(0, len(batch), size))

    @abstractmethod
    def deliver(self, call: Sequence[Outgoing]) -> list[Outcome]:
        """One call to the gateway. Messages left out of the answer count as unknown; so does every
        message of a call that raises, unless it raises `NotSent`."""

    def ask(self, message_ids: Sequence[int]) -> list[Outcome]:
        """One query to the gateway."""
        raise NotImplementedError

    def ping(self) -> bool:
        """One small call that sends nothing."""
        raise NotImplementedError

    def _call(self, call: Sequence[Outgoing], permit: Permit, health: _Health) -> list[Outcome]:
        """The permit is looked at last, right before the call."""
        if health.is_bad:
            return [Outcome(out.message_id, Result.NOT_BEGUN, GATEWAY_FAILS) for out in call]
        failpoints.reach("driver.before_call")
        refusal = permit.refusal(self.clock)
        if refusal:
            return [Outcome(out.message_id, Result.NOT_BEGUN, refusal) for out in call]
        begun = self.clock.boot()
        outcomes = self._deliver_safely(call)
        self._took(self.clock.boot() - begun)
        failpoints.reach("driver.after_call")
        health.note(outcomes)
        return outcomes

    def _took(self, seconds: float) -> None:
        """From several threads at once; a call that is lost to the average does no harm."""
        before = self._call_seconds
        change = 0.0 if before is None else NEWEST_CALL_COUNTS * (seconds - before)
        self._call_seconds = seconds if before is None else before + change

    def _deliver_safely(self, call: Sequence[Outgoing]) -> list[Outcome]:
        try:
            answered = {outcome.message_id: outcome for outcome in self.deliver(call)}
            result, error = Result.UNKNOWN, "no_answer"
        except TooLate as failure:
            answered, result, error = {}, Result.NOT_BEGUN, failure.code
        except NotSent as failure:
            answered, result, error = {}, Result.RETRY, failure.code
        except Exception as failure:
            # Its text may carry an address or a body, so only the kind is noted.
            log.warning("gateway call failed: %s", type(failure).__name__)
            answered, result, error = {}, Result.UNKNOWN, type(failure).__name__[:40]
        return [
            answered.get(out.message_id) or Outcome(out.message_id, result, error) for out in call
        ]


class _Health:
    """Calls of one wave that failed in a row, over its threads: a hanging gateway is not given the
    whole wave, as each message it may have taken can never be sent again."""

    def __init__(self) -> None:
        self._failed = 0

    @property
    def is_bad(self) -> bool:
        return self._failed >= FAILED_CALLS_END_A_WAVE

    def note(self, outcomes: Sequence[Outcome]) -> None:
        if all(o.result == Result.NOT_BEGUN for o in outcomes):
            return  # it was not called
        answered = any(o.result in (Result.ACCEPTED, Result.REFUSED) for o in outcomes)
        self._failed = 0 if answered else self._failed + 1
