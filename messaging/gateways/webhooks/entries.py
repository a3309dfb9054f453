"""What a call at a webhook holds, read into receipts and customers' replies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from accounts.intake.parsing.cells.addresses import parse_email
from accounts.intake.parsing.cells.problem import CellProblem
from accounts.keys import keyring
from messaging.gateways import phones

REFERENCE = "reply.reference"
MOST_PARTS = 255


class Unreadable(ValueError):
    """A call that holds nothing that can be read."""


@dataclass(frozen=True, slots=True)
class InboundReceipt:
    """One receipt. By our own `message_id` where the gateway carries it, else by its id.

    `result` is one of RESULTS; anything else is kept and moves nothing. `part` of `parts`, from 1,
    when it is about one part of a long text: one part that failed is a text not delivered, and it
    is delivered when every part is. `raw` may hold a number: it is encrypted. `phone`, if the
    gateway names it: a message to another number is not meant, and both ids are looked at.
    """

    result: str
    gateway_ref: str = ""
    message_id: int | None = None
    error_code: str = ""
    raw: str = field(default="", repr=False)
    part: int | None = None
    parts: int | None = None
    phone: str = field(default="", repr=False)

    @property
    def is_partial(self) -> bool:
        return self.part is not None and self.parts is not None and self.parts > 1


@dataclass(frozen=True, slots=True)
class InboundReply:
    """What a customer wrote back. `sender` as the gateway wrote it; `said_at` too, if it did."""

    sender: str = field(repr=False)
    text: str = field(repr=False)
    ref: str = ""
    said_at: str = ""


@dataclass(frozen=True, slots=True)
class Receipts:
    """`unreadable`: entries that were none."""

    entries: Sequence[InboundReceipt] = field(default_factory=tuple)
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class InboundReplies:
    """`receipts` that come by the same address as replies; `ended`: who is reached there no more,
    as they told the provider and not us (an account unfollowed)."""

    entries: Sequence[InboundReply] = field(default_factory=tuple)
    unreadable: int = 0
    receipts: Sequence[InboundReceipt] = field(default_factory=tuple)
    ended: Sequence[str] = field(default_factory=tuple, repr=False)


@dataclass(frozen=True, slots=True)
class InboundDevice:
    """A device on which a customer has the lender's app; without a number: it is gone."""

    address: str = field(repr=False)
    customer_no: str = ""


@dataclass(frozen=True, slots=True)
class InboundDevices:
    entries: Sequence[InboundDevice] = field(default_factory=tuple)
    unreadable: int = 0


def address_of(reply: InboundReply, *, region: str, channel: str = "sms") -> str:
    """The sender's number or address as customers' files have it; as it came where it is none."""
    if channel == "email":
        return _mail_address(reply.sender) or reply.sender
    if channel != "sms":
        return reply.sender
    return phones.normal(reply.sender, region=region) or reply.sender


def _mail_address(said: str) -> str:
    try:
        return parse_email(said)
    except CellProblem:
        return ""


def reference_of(reply: InboundReply, *, call_id: int, place: int) -> str:
    """By which the same answer is known again.

    The gateway's id together with a keyed digest of what was said: a gateway that counts from one
    again after a restart must not have an opt-out taken for an answer of last year. Without an id,
    the place in the call that brought it.
    """
    if not reply.ref:
        return f"call:{call_id}:{place}"
    said = "\n".join((reply.ref, reply.sender, reply.said_at, reply.text))
    return f"{reply.ref[:55]}#{keyring().blind_index(said, REFERENCE).hex()[:24]}"
