"""E-mail by SMTP: one message per call, over connections that are kept, encrypted by STARTTLS.

Settings: host, port (587), security (starttls, tls; none only to this machine), connections (4),
from (the address in From), return_path (the mailbox bounces come back to), and, for a relay that
does not sign, dkim_selector and dkim_key (where the key is, named as credentials are). Credentials:
user:password, or none for a relay that knows us. What stands before the end of DATA has no
consequence and is tried again; whoever is cut off after it leaves the outcome unknown.
"""

from __future__ import annotations

import contextlib
import logging
import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from messaging.gateways import credentials, destinations, options
from messaging.gateways.base import Capabilities, Driver, NotSent, Outcome, Outgoing, Result
from messaging.gateways.email import mailbox, mime
from messaging.gateways.email.addresses import bounce_address
from messaging.gateways.email.codes import MAILBOX_GONE, means_gone
from messaging.gateways.email.dkim import SELECTOR, Signer, read_key
from messaging.gateways.email.security import NONE, SECURITY, STARTTLS, TLS, host_in
from messaging.gateways.permit import Clock
from messaging.models import Gateway

log = logging.getLogger(__name__)

MOST_CONNECTIONS = 32
DEFAULT_PORT = 587
ADDRESS = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")
OK, GO_ON = 250, 354
TOGETHER = "pipelining"
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)


class SmtpDriver(Driver):
    """A relay's word of acceptance is `accepted`; what becomes of it comes back as a bounce, or
    does not."""

    def __init__(
        self,
        *,
        clock: Clock,
        capabilities: Capabilities,
        target: tuple[str, int],
        security: str,
        sender: str,
        return_path: str,
        credentials_ref: str,
        dkim: tuple[str, str] | None,
        timeout_seconds: float,
    ) -> None:
        super().__init__(clock=clock, capabilities=capabilities)
        self._target, self._security = target, security
        self._sender, self._return_path = sender, return_path
        self._credentials_ref, self._timeout = credentials_ref, timeout_seconds
        self._dkim = dkim
        self._signer: tuple[str, Signer | None] = ("", None)
        self._mine = threading.local()

    @classmethod
    def of_gateway(cls, gateway: Gateway, clock: Clock) -> SmtpDriver:
        """Raises options.BadSettings."""
        settings: Mapping[str, Any] = gateway.settings
        sender = _address(settings, "from")
        host, security = host_in(settings, "host"), _security(settings)
        mailbox.of_settings(settings)  # what comes back is fetched elsewhere: it must be able to be
        back = _address(settings, "return_path") if settings.get("return_path") else sender
        if security == NONE and not options.is_loopback(host):
            raise options.BadSettings(_("“security” none is for this machine alone."))
        return cls(
            clock=clock,
            capabilities=Capabilities(
                call_size=1,
                rate_per_second=gateway.rate_per_second,
                connections=options.number(
                    settings, "connections", least=1, most=MOST_CONNECTIONS, default=4
                ),
                receipts=True,
                query=False,
                content_classes=frozenset(gateway.content_classes),
                ping=True,
            ),
            target=(
                host,
                options.number(settings, "port", least=1, most=65535, default=DEFAULT_PORT),
            ),
            security=security,
            sender=sender,
            return_path=back,
            credentials_ref=gateway.credentials_ref,
            dkim=_dkim(settings),
            timeout_seconds=gateway.timeout_seconds,
        )

    def deliver(self, call: Sequence[Outgoing]) -> list[Outcome]:
        [out] = call
        content = self._signed(mime.build(out, sender=self._sender, now=self.clock.now()))
        deadline = self.clock.boot() + self._timeout
        smtp = self._begin(out, deadline)
        refused = self._recipient(smtp, out)
        return [refused or self._data(smtp, out, content, deadline)]

    def ping(self) -> bool:
        """A connection that greets us, over the same encryption."""
        smtp = self._connect()
        with contextlib.suppress(smtplib.SMTPException, OSError):
            smtp.quit()
        return True

    def _begin(self, out: Outgoing, deadline: float) -> smtplib.SMTP:
        """A connection on which MAIL FROM was accepted. A kept one may have been closed by the
        other side meanwhile; nothing was said on it yet, so a new one is no second sending."""
        kept: smtplib.SMTP | None = getattr(self._mine, "smtp", None)
        if kept is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._limit(kept, deadline)
                if self._mail(kept, out) == OK:
                    return kept
            self._drop()
        try:
            smtp = self._mine.smtp = self._connect()
            self._limit(smtp, deadline)
            code = self._mail(smtp, out)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise NotSent(type(error).__name__) from None
        if code != OK:
            self._drop()
            raise NotSent(f"smtp_{code}")
        return smtp

    def _mail(self, smtp: smtplib.SMTP, out: Outgoing) -> int:
        """What the relay says to MAIL FROM. One that takes commands together (RFC 2920) is told the
        recipient and DATA in the same breath: two turns a mail in place of four. None of them has a
        consequence, as what follows DATA has."""
        back = bounce_address(self._return_path, out.message_id)
        if not smtp.has_extn(TOGETHER):
            return smtp.mail(back)[0]
        to = smtplib.quoteaddr(out.address)
        smtp.send(f"MAIL FROM:{smtplib.quoteaddr(back)}\r\nRCPT TO:{to}\r\nDATA\r\n")
        return smtp.getreply()[0]

    def _recipient(self, smtp: smtplib.SMTP, out: Outgoing) -> Outcome | None:
        """None when the relay takes mail for this address."""
        try:
            together = smtp.has_extn(TOGETHER)
            code, said = smtp.getreply() if together else smtp.rcpt(out.address)
            if code // 100 == 2:
                return None
            if together and smtp.getreply()[0] == GO_ON:
                self._drop()  # it waits for a mail to nobody
            else:
                smtp.rset()
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise NotSent(type(error).__name__) from None
        return Outcome(out.message_id, *_refusal(code, said))

    def _data(self, smtp: smtplib.SMTP, out: Outgoing, content: bytes, deadline: float) -> Outcome:
        """From the end of the data on, silence means that nobody knows."""
        try:
            self._limit(smtp, deadline)
            code, said = smtp.getreply() if smtp.has_extn(TOGETHER) else smtp.docmd("DATA")
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise NotSent(type(error).__name__) from None
        if code != GO_ON:
            self._drop()
            return Outcome(out.message_id, *_refusal(code, said))
        try:
            smtp.send(_LEADING_DOT.sub(b"..", content) + b".\r\n")
            self._limit(smtp, deadline)
            code, said = smtp.getreply()
        except (smtplib.SMTPException, OSError):
            self._drop()
            raise
        if code == OK:
            return Outcome(out.message_id, Result.ACCEPTED)
        return Outcome(out.message_id, *_refusal(code, said))

    def _connect(self) -> smtplib.SMTP:
        """Raises SMTPException, OSError or NotSent: nothing can have been sent."""
        host, port = self._target
        tls = ssl.create_default_context()
        try:
            if self._security == TLS:
                smtp: smtplib.SMTP = _OverTls(host, port, timeout=self._timeout, context=tls)
            else:
                smtp = _LookedAt(host, port, timeout=self._timeout)
        except destinations.Forbidden as error:
            log.error("%s", error)
            raise NotSent("address_forbidden") from None
        try:
            if self._security == STARTTLS:
                smtp.starttls(context=tls)
            if self._credentials_ref:
                smtp.login(*self._sign_in())
            else:
                smtp.ehlo_or_helo_if_needed()
        except Exception:
            smtp.close()
            raise
        return smtp

    def _signed(self, mail: bytes) -> bytes:
        """By us, where the gateway says so; the key is read each time, and made a signer once."""
        if self._dkim is None:
            return mail
        selector, reference = self._dkim
        try:
            pem = credentials.read(reference)
            if self._signer[0] != pem:
                domain = self._sender.rpartition("@")[2].lower()
                self._signer = pem, Signer(domain, selector, read_key(pem))
        except (credentials.NoCredentials, ValueError):
            raise NotSent("no_dkim_key") from None
        pem, signer = self._signer
        return signer.sign(mail, self.clock.now()) if signer else mail

    def _sign_in(self) -> tuple[str, str]:
        try:
            user, colon, password = credentials.read(self._credentials_ref).partition(":")
        except credentials.NoCredentials:
            raise NotSent("no_credentials") from None
        if not (user and colon and password):
            raise NotSent("no_credentials")
        return user, password

    def _limit(self, smtp: smtplib.SMTP, deadline: float) -> None:
        """What is left of the gateway's time-out, for the call as a whole."""
        if smtp.sock is None:
            raise smtplib.SMTPServerDisconnected("closed")
        smtp.sock.settimeout(max(0.05, deadline - self.clock.boot()))

    def _drop(self) -> None:
        smtp: smtplib.SMTP | None = getattr(self._mine, "smtp", None)
        self._mine.smtp = None
        if smtp is not None:
            smtp.close()


class _LookedAt(smtplib.SMTP):
    """Connects to the address that was looked at, and to no other the name may have by then; a
    certificate is checked against the name all the same."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return destinations.connect(host, port, timeout_seconds=timeout)


class _OverTls(smtplib.SMTP_SSL, _LookedAt):
    """Encrypted from the first byte on: SMTP_SSL wraps the connection made by the class above."""


def _refusal(code: int, said: bytes) -> tuple[Result, str]:
    """4xx: not now. 5xx: never; an address that is none is named so, by its enhanced status."""
    if code // 100 != 5:
        return Result.RETRY, f"smtp_{code}"
    return Result.REFUSED, MAILBOX_GONE if means_gone(
        said.decode(errors="replace")
    ) else f"smtp_{code}"


def _address(settings: Mapping[str, Any], name: str) -> str:
    said = settings.get(name)
    if not isinstance(said, str) or not ADDRESS.fullmatch(said):
        raise options.BadSettings(
            _("“%(name)s” must be an address such as %(example)s.")
            % {"name": name, "example": "service@example.com"}
        )
    return said


def _dkim(settings: Mapping[str, Any]) -> tuple[str, str] | None:
    """Selector and the place of the key; None where the relay signs."""
    selector, key = settings.get("dkim_selector") or "", settings.get("dkim_key") or ""
    if not selector and not key:
        return None
    if not (SELECTOR.fullmatch(str(selector)) and credentials.is_named(str(key))):
        raise options.BadSettings(
            _("To sign with DKIM takes both: the selector, and where the key is (file:NAME).")
        )
    return selector, key


def _security(settings: Mapping[str, Any]) -> str:
    return options.choice(settings, "security", among=SECURITY, default=STARTTLS)
