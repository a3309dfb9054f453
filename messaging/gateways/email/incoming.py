"""A mail that came back, read: a bounce, a complaint, an out-of-office, or an answer. Pure.

Bounces are RFC 3464, complaints RFC 5965 (ARF); both name the message by the address they came to
or by our Message-ID in the mail they return.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses, parseaddr
from enum import StrEnum

from messaging.gateways.email.codes import COMPLAINED, MAILBOX_GONE, means_gone, status_in

LONGEST_REPLY = 4000
_OURS = re.compile(r"<(\d{1,18})\.([0-9a-f]{10})@")
_QUOTED = re.compile(
    r"^(>|On .{0,200}wrote:|在.{0,100}写道[:：]|-{2,} ?Original|发件人[:：])", re.IGNORECASE
)


class Kind(StrEnum):
    """DELAYED and AUTOMATIC have no consequence."""

    BOUNCE = "bounce"
    DELAYED = "delayed"
    COMPLAINT = "complaint"
    AUTOMATIC = "automatic"
    REPLY = "reply"


@dataclass(frozen=True, slots=True)
class Incoming:
    """`to`: every address it came to; `our_ids`: message ids in it with the start of their tokens;
    `code`: why it bounced; `sender` and `text` of a reply, what it quotes left out."""

    kind: Kind
    to: tuple[str, ...] = ()
    our_ids: tuple[tuple[int, str], ...] = ()
    code: str = ""
    sender: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    ref: str = ""


def read(raw: bytes) -> Incoming:
    """Never raises for a mail however broken: what nobody can read is a reply with no text."""
    mail = message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)  # noqa: S101  (of this policy)
    found = Incoming(
        Kind.AUTOMATIC,
        to=_to(mail),
        our_ids=tuple((int(pk), token) for pk, token in _OURS.findall(_headers(raw))),
        ref=str(mail.get("Message-ID", ""))[:80],
    )
    is_report = mail.get_content_type() == "multipart/report"
    report = mail.get_param("report-type", "") if is_report else ""
    if report == "delivery-status":
        kind, code = _delivery_status(mail)
        return replace(found, kind=kind, code=code)
    if report == "feedback-report":
        return replace(found, kind=Kind.COMPLAINT, code=COMPLAINED)
    if _is_automatic(mail):
        return found
    sender = parseaddr(str(mail.get("From", "")))[1]
    return replace(found, kind=Kind.REPLY, sender=sender, text=_said(mail))


def _to(mail: EmailMessage) -> tuple[str, ...]:
    named = [
        str(value)
        for name in ("Delivered-To", "X-Original-To", "To")
        for value in mail.get_all(name, [])
    ]
    return tuple(address for _name, address in getaddresses(named) if address)


def _headers(raw: bytes) -> str:
    return raw.decode("ascii", errors="replace")


def _delivery_status(mail: EmailMessage) -> tuple[Kind, str]:
    """Failed for good, or only late. Of several recipients there is one of ours in each mail."""
    for part in mail.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        said = part.as_string()
        failed = re.search(r"^Action:\s*failed", said, re.IGNORECASE | re.MULTILINE)
        status = re.search(r"^Status:\s*(\S+)", said, re.IGNORECASE | re.MULTILINE)
        code = status_in(status[1]) if status else ""
        if failed and not code.startswith("4"):
            return Kind.BOUNCE, MAILBOX_GONE if means_gone(code) else code or "bounced"
        if failed:
            return Kind.BOUNCE, code
    return Kind.DELAYED, ""


def _is_automatic(mail: EmailMessage) -> bool:
    """Nobody wrote it: RFC 3834, and what older systems say."""
    submitted = str(mail.get("Auto-Submitted", "no")).strip().lower()
    precedence = str(mail.get("Precedence", "")).strip().lower()
    return (
        not submitted.startswith("no")
        or precedence in {"bulk", "auto_reply", "junk", "list"}
        or any(
            name in mail for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress")
        )
        or parseaddr(str(mail.get("From", "")))[1]
        .lower()
        .startswith(("mailer-daemon@", "postmaster@"))
    )


def _said(mail: EmailMessage) -> str:
    part = mail.get_body(preferencelist=("plain",))
    if part is None:
        return ""
    try:
        content = part.get_content()
    except (LookupError, ValueError):
        return ""
    own = []
    for line in str(content).splitlines():
        if _QUOTED.match(line.strip()):
            break
        own.append(line)
    return "\n".join(own).strip()[:LONGEST_REPLY]
