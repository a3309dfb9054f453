"""A driver whose carrier sends nothing but texts it has on file and has passed.

What leaves is the approved text to the letter: the values are found in it (content/filed.py). What
does not fit its filing is not handed over; the decision has said so before (decisions/facts).
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from messaging.content import filed
from messaging.gateways.base import (
    Capabilities,
    Driver,
    NotSent,
    Outcome,
    Outgoing,
    Pending,
    Result,
)
from messaging.gateways.filed import stored
from messaging.gateways.filed.rulings import FiledText, Ruled
from messaging.gateways.permit import Clock, Permit
from messaging.gateways.webhooks.entries import InboundReceipt

NOT_FILED, NOT_AS_FILED = "not_filed", "not_as_filed"


@dataclass(frozen=True, slots=True)
class Ready:
    """One text as its carrier is asked for it: whose signature, which template, which values."""

    out: Outgoing
    signature: str = field(repr=False)
    code: str
    names: tuple[str, ...]
    values: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message whose end nobody has told us of."""

    message_id: int
    address: str = field(repr=False)
    text: str = field(repr=False)
    handed_over_at: datetime
    gateway_ref: str = ""


class FiledDriver(Driver):
    """Subclasses hand over what is ready, ask for receipts, and file."""

    def __init__(self, *, clock: Clock, capabilities: Capabilities, gateway_id: int | None) -> None:
        super().__init__(clock=clock, capabilities=capabilities)
        self._gateway_id = gateway_id
        self._on_file: Mapping[int, FiledText] = {}

    def start(self, batch: Sequence[Outgoing], permit: Permit) -> Pending:
        """What is on file is read here, in the worker's own thread, once for a wave."""
        versions = {out.version_id for out in batch if out.version_id}
        self._on_file = stored.passed_texts(self._gateway_id, versions)
        return super().start(batch, permit)

    def cut(self, batch: Sequence[Outgoing]) -> Iterable[Sequence[Outgoing]]:
        """Calls of one template each, no number twice in one."""
        calls: dict[tuple[int | None, int], list[Outgoing]] = {}
        turns: dict[tuple[int | None, str], int] = {}
        for out in batch:
            turn = turns.get((out.version_id, out.address), 0)
            turns[out.version_id, out.address] = turn + 1
            calls.setdefault((out.version_id, turn), []).append(out)
        for call in calls.values():
            yield from super().cut(call)

    def deliver(self, call: Sequence[Outgoing]) -> list[Outcome]:
        made = [(out, self._ready(out)) for out in call]
        ready = [each for _out, each in made if isinstance(each, Ready)]
        wrong = [Outcome(out.message_id, Result.RETRY, w) for out, w in made if isinstance(w, str)]
        if not ready:
            return wrong
        try:
            return [*wrong, *self.hand_over(ready)]
        except NotSent as failure:
            found = [Outcome(r.out.message_id, Result.RETRY, failure.code) for r in ready]
            return [*wrong, *found]

    @abstractmethod
    def hand_over(self, ready: Sequence[Ready]) -> list[Outcome]:
        """One call. As `deliver` of any driver."""

    @abstractmethod
    def pull(self, sent: Sequence[Sent]) -> list[InboundReceipt]:
        """What the carrier knows of these by now, and whatever else it tells with it. Raises what
        the network does."""

    @abstractmethod
    def file_text(self, name: str, body: str, *, signature: str, why: str) -> str:
        """The carrier's id of the filed body. Raises NotFiled, or what the network does."""

    @abstractmethod
    def text_ruled(self, code: str) -> Ruled:
        """What became of a filed text. Raises NotFiled, or what the network does."""

    @abstractmethod
    def file_signature(self, words: str, *, why: str) -> str:
        """The carrier's id of the filed signature. Raises NotFiled, or what the network does."""

    @abstractmethod
    def signature_ruled(self, code: str) -> Ruled:
        """What became of a filed signature. Raises NotFiled, or what the network does."""

    def _ready(self, out: Outgoing) -> Ready | str:
        on_file = self._on_file.get(out.version_id or 0)
        if on_file is None:
            return NOT_FILED
        signature, text = filed.signed(out.text)
        values = filed.values_in(text, on_file.body) if signature else None
        if values is None:
            return NOT_AS_FILED
        names = tuple(filed.slot_names(on_file.body))
        return Ready(out, signature, on_file.code, names, tuple(values))
