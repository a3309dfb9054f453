"""The mailbox of a gateway by IMAP: what came back is taken in mail by mail and marked as seen.

Settings: imap_host, imap_port (993), imap_security (tls, starttls; none only to this machine),
imap_credentials (where user:password is). A mail is marked only after it is kept, so that a crash
between the two brings it again, and what comes again changes nothing.
"""

from __future__ import annotations

import contextlib
import imaplib
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from messaging.gateways import credentials, destinations, options
from messaging.gateways.email.security import NONE, SECURITY, STARTTLS, TLS, host_in
from messaging.gateways.http import sign_in

DEFAULT_PORT = 993
MOST_AT_ONCE = 500
"""Mails in one round: the next comes a minute later."""

MOST_BYTES = 256 * 1024
"""Of a mail that are read. Who wrote, what about and what it returns stand at its beginning."""

SEEN = r"(\Seen)"
FAILURES = (imaplib.IMAP4.error, OSError)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where a gateway's mail comes back to. `credentials_ref` names user:password."""

    host: str
    port: int
    security: str
    credentials_ref: str

    def collect(self, take: Callable[[bytes], bool], *, timeout_seconds: float) -> int:
        """Hand every unseen mail to `take`, the oldest first, and mark as seen what it kept; how
        many. Raises one of FAILURES, or NotSent without credentials."""
        user, password = sign_in.pair(self.credentials_ref)
        box = self._connect(timeout_seconds)
        try:
            box.login(user, password)
            _right(box.select("INBOX"))
            (uids,) = _right(box.uid("SEARCH", "UNSEEN"))
            kept = 0
            for uid in (uids or b"").split()[:MOST_AT_ONCE]:
                if take(_mail(box, uid.decode())):
                    _right(box.uid("STORE", uid.decode(), "+FLAGS", SEEN))
                    kept += 1
            return kept
        finally:
            with contextlib.suppress(*FAILURES):
                box.logout()

    def _connect(self, timeout_seconds: float) -> imaplib.IMAP4:
        tls = ssl.create_default_context()
        if self.security == TLS:
            return _OverTls(self.host, self.port, ssl_context=tls, timeout=timeout_seconds)
        box = _LookedAt(self.host, self.port, timeout=timeout_seconds)
        if self.security == STARTTLS:
            try:
                box.starttls(tls)
            except Exception:
                box.shutdown()
                raise
        return box


def of_settings(settings: Mapping[str, Any]) -> Mailbox | None:
    """None where what comes back is posted to us. Raises options.BadSettings."""
    if not settings.get("imap_host"):
        return None
    host = host_in(settings, "imap_host")
    security = options.choice(settings, "imap_security", among=SECURITY, default=TLS)
    if security == NONE and not options.is_loopback(host):
        raise options.BadSettings(_("“security” none is for this machine alone."))
    reference = str(settings.get("imap_credentials") or "")
    if not credentials.is_named(reference):
        raise options.BadSettings(_("A mailbox needs to know where user:password is (file:NAME)."))
    port = options.number(settings, "imap_port", least=1, most=65535, default=DEFAULT_PORT)
    return Mailbox(host, port, security, reference)


def _mail(box: imaplib.IMAP4, uid: str) -> bytes:
    """The beginning of the mail; nothing of it where it was taken away meanwhile."""
    found = _right(box.uid("FETCH", uid, f"(BODY.PEEK[]<0.{MOST_BYTES}>)"))
    return next((part[1] for part in found if isinstance(part, tuple)), b"")


def _right(answer: tuple[str, list[Any]]) -> list[Any]:
    status, found = answer
    if status != "OK":
        raise imaplib.IMAP4.error(status)
    return found


class _LookedAt(imaplib.IMAP4):
    """Connects to the address that was looked at, and to no other the name may have by then."""

    def _create_socket(self, timeout: float) -> socket.socket:
        return destinations.connect(self.host, self.port, timeout_seconds=timeout)


class _OverTls(imaplib.IMAP4_SSL):
    """The same, encrypted from the first byte on; the certificate is checked against the name."""

    def _create_socket(self, timeout: float) -> socket.socket:
        plain = destinations.connect(self.host, self.port, timeout_seconds=timeout)
        encrypted: socket.socket = self.ssl_context.wrap_socket(plain, server_hostname=self.host)
        return encrypted
