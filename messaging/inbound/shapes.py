"""What a kind of door must be able to do, and which drivers have one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from messaging.inbound.entries import Answers, Receipts
from messaging.models import Gateway, InboundCall

Kind = InboundCall.Kind


@dataclass(frozen=True, slots=True)
class Call:
    """One request at a door, as little of it as a door needs. `headers`: names in lower case."""

    method: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    def header(self, name: str) -> str:
        return self.headers.get(name.lower(), "")


class Door(Protocol):
    """How gateways of one driver call us."""

    methods: frozenset[str]

    def admits(self, call: Call, gateway: Gateway, kind: Kind) -> bool:
        """Whether the call is this gateway's. Raises credentials.NoCredentials."""

    def kept(self, call: Call, kind: Kind) -> bytes:
        """The call as it is stored: everything `receipts` or `answers` needs, and no secret."""

    def receipts(self, kept: bytes, content_type: str) -> Receipts:
        """Raises Unreadable."""

    def answers(self, kept: bytes, content_type: str) -> Answers:
        """Raises Unreadable."""
