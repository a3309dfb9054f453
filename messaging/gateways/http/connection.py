"""One keep-alive connection to a gateway, and the line between "not sent" and "nobody knows".

Until the first byte of a request is written, any failure is `NotSent` and the message may go again.
From then on every failure is whatever it is, and the caller must take it for an unknown outcome:
nothing here ever sends a request twice. A whole call, from name look-up to the last byte of the
response, fits the time-out, so that what begins within a permit ends within the window.
"""

from __future__ import annotations

import logging
import select
import socket
import ssl

from messaging.gateways import destinations
from messaging.gateways.base import NotSent
from messaging.gateways.http.response import Deadline, HttpResponse, boot, read
from messaging.gateways.options import Target

log = logging.getLogger(__name__)

LONGEST_CONNECT_SECONDS = 5.0
IDLE_SECONDS = 4.0
"""A connection idle for longer is not trusted: servers commonly close theirs after five."""


class Connection:
    """To one target, for one thread; opened when needed, kept as long as it is of use."""

    def __init__(self, target: Target, tls: ssl.SSLContext | None) -> None:
        self._target = target
        self._tls = tls
        self._sock: socket.socket | None = None
        self._used_at = 0.0

    def exchange(
        self, request: bytes, *, method: str, timeout_seconds: float, most_bytes: int
    ) -> HttpResponse:
        """Write a whole request, read the response. Raises NotSent; anything else it raises came
        after the first byte was written."""
        deadline = Deadline(timeout_seconds)
        sock = self._open(deadline)
        try:
            sock.settimeout(deadline.left_or_not_sent())
            sock.sendall(request)
            response, reusable = read(sock, method, deadline, most_bytes)
        except BaseException:
            self.close()
            raise
        if reusable:
            self._used_at = boot()
        else:
            self.close()
        return response

    def close(self) -> None:
        sock, self._sock = self._sock, None
        if sock is not None:
            sock.close()

    def _open(self, deadline: Deadline) -> socket.socket:
        if self._sock is not None and self._is_stale(self._sock):
            self.close()
        if self._sock is None:
            self._sock = self._connect(deadline)
        return self._sock

    def _is_stale(self, sock: socket.socket) -> bool:
        """Closed by the other side, or about to be. Whatever can be read now is no answer of ours,
        as every answer was read to its end."""
        if boot() - self._used_at > IDLE_SECONDS:
            return True
        readable = select.poll()
        readable.register(sock, select.POLLIN | select.POLLPRI)
        return bool(readable.poll(0))

    def _connect(self, deadline: Deadline) -> socket.socket:
        within = min(deadline.left_or_not_sent(), LONGEST_CONNECT_SECONDS)
        try:
            plain = destinations.connect(
                self._target.host,
                self._target.port,
                timeout_seconds=within,
                in_clear=self._tls is None,
            )
        except destinations.Forbidden as error:
            log.error("%s", error)
            raise NotSent("address_forbidden") from None
        except OSError as error:
            raise NotSent(f"connect_{type(error).__name__}") from None
        try:
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._tls is None:
                return plain
            return self._tls.wrap_socket(plain, server_hostname=self._target.host)
        except (OSError, ValueError) as error:
            plain.close()
            raise NotSent(f"tls_{type(error).__name__}") from None
