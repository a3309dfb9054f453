"""What a kind of webhook must be able to do, and which drivers have one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from messaging.gateways.webhooks.entries import InboundDevices, InboundReplies, Receipts
from messaging.models import Gateway, InboundRequest

Kind = InboundRequest.Kind


@dataclass(frozen=True, slots=True)
class Request:
    """One request at a webhook, as little of it as a webhook needs. `path`: with its query;
    `headers`: names in lower case; `token`: of the address, if there is one in it."""

    method: str
    path: str = field(repr=False)
    query: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    token: str = field(default="", repr=False)

    def header(self, name: str) -> str:
        return self.headers.get(name.lower(), "")


class Webhook(Protocol):
    """How gateways of one shape call us. `by_token`: their webhook's address holds a token."""

    methods: frozenset[str]
    by_token: bool

    def admits(self, request: Request, gateway: Gateway, kind: Kind) -> bool:
        """Whether the call is this gateway's. Raises credentials.NoCredentials."""

    def seal(self, request: Request) -> bytes | None:
        """What no other call of any gateway has, and this one has again when somebody sends it
        again: 32 bytes. None where callers sign nothing."""

    def kept(self, request: Request, kind: Kind) -> bytes:
        """The call as it is stored: everything `receipts` or `answers` needs, and no secret."""

    def receipts(self, kept: bytes, content_type: str) -> Receipts:
        """Raises Unreadable."""

    def replies(self, kept: bytes, content_type: str) -> InboundReplies:
        """Raises Unreadable."""

    def says(self, refusal: str = "") -> bytes:
        """The body of our answer, JSON unless it is empty: the call is kept, or why it is not."""


@runtime_checkable
class Greeting(Protocol):
    """A webhook whose caller first asks by GET whether the address is ours."""

    def greeting(self, request: Request, gateway: Gateway) -> bytes | None:
        """The answer; None for a call that is not its. Raises credentials.NoCredentials."""


@runtime_checkable
class OfDevices(Protocol):
    """A webhook by which a lender's app tells on which devices it stands."""

    def devices(self, kept: bytes, content_type: str) -> InboundDevices:
        """Raises Unreadable."""


@runtime_checkable
class Opening(Protocol):
    """A webhook whose calls come sealed under a key of the gateway's."""

    def opened(self, request: Request, gateway: Gateway) -> Request | None:
        """An admitted call in clear; None where it was sealed for somebody else. Raises
        credentials.NoCredentials."""


def refused(why: str) -> bytes:
    """What is said where no shape says it otherwise."""
    return json.dumps({"error": why}).encode()
