"""What a call at a door holds, read into receipts and answers of customers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from accounts.keys import keyring
from messaging.gateways import phones
from messaging.inbound.receipts import Incoming

REFERENCE = "reply.reference"


class Unreadable(ValueError):
    """A call that holds nothing that can be read."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a customer wrote back. `sender` as the gateway wrote it; `said_at` too, if it did."""

    sender: str
    text: str
    ref: str = ""
    said_at: str = ""


@dataclass(frozen=True, slots=True)
class Receipts:
    """`unreadable`: entries that were none."""

    entries: Sequence[Incoming] = field(default_factory=tuple)
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class Answers:
    entries: Sequence[Answer] = field(default_factory=tuple)
    unreadable: int = 0


def address_of(answer: Answer, *, region: str) -> str:
    """The sender's number as customers' files have it; as it came where it is no such number."""
    return phones.normal(answer.sender, region=region) or answer.sender


def reference_of(answer: Answer, *, call_id: int, place: int) -> str:
    """By which the same answer is known again.

    The gateway's id together with a keyed digest of what was said: a gateway that counts from one
    again after a restart must not have an opt-out taken for an answer of last year. Without an id,
    the place in the call that brought it.
    """
    if not answer.ref:
        return f"call:{call_id}:{place}"
    said = "\n".join((answer.ref, answer.sender, answer.said_at, answer.text))
    return f"{answer.ref[:55]}#{keyring().blind_index(said, REFERENCE).hex()[:24]}"
