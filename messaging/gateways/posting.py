"""A small JSON posted to an address that the environment names: alarms, heads of the chain."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from messaging.gateways import destinations

TIMEOUT_SECONDS = 5.0


class NotTaken(RuntimeError):
    """The other side answered, and not with a success; a redirect is none, as what is meant for one
    address goes to no other."""


def post(url: str, body: bytes, headers: Mapping[str, str]) -> None:
    """Raises whatever the network does, NotTaken, and destinations.Forbidden."""
    to = urlsplit(url)
    path = (to.path or "/") + (f"?{to.query}" if to.query else "")
    connection = _connected(to)
    try:
        connection.request("POST", path, body, {"Content-Type": "application/json", **headers})
        status = connection.getresponse().status
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise NotTaken(str(status))


def _connected(to: SplitResult) -> HTTPConnection:
    """To an address that was looked at first; the environment named the host."""
    host, secure = to.hostname or "", to.scheme == "https"
    kind = HTTPSConnection if secure else HTTPConnection
    connection = kind(host, to.port, timeout=TIMEOUT_SECONDS)
    plain = destinations.connect(
        host, connection.port, timeout_seconds=TIMEOUT_SECONDS, in_clear=not secure
    )
    try:
        plain.settimeout(TIMEOUT_SECONDS)
        connection.sock = (
            ssl.create_default_context().wrap_socket(plain, server_hostname=host)
            if secure
            else plain
        )
    except OSError:
        plain.close()
        raise
    return connection
