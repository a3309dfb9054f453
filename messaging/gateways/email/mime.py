"""One message as it goes over the wire: text and HTML, and the headers that say what it is."""

from __future__ import annotations

from binascii import b2a_base64
from collections.abc import Sequence
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr
from functools import lru_cache
from html import escape

from messaging.gateways.base import Outgoing
from messaging.gateways.email.addresses import stop_token

STOP = {"zh-hans": "退订", "zh-hant": "退訂", "en": "Unsubscribe"}
"""What the link is called by which these e-mails are stopped."""


def build(out: Outgoing, *, sender: str, now: datetime) -> bytes:
    """RFC 5322, CRLF lines. `sender` is the address in From, whose domain also stands in the
    Message-ID; the name beside it is the lender's, as the text signs. ValueError: a header that
    would be two."""
    domain, door = sender.rpartition("@")[2], stop_url(out)
    name, subject = out.content.get("sender", ""), out.content.get("subject", "")
    if any(sign in f"{name}{subject}{out.address}{out.language}{door}" for sign in "\r\n"):
        raise ValueError("a line break in a header")
    lines = [
        f"From: {_named(name, sender)}",
        f"To: {out.address}",
        f"Subject: {_words(subject, len('Subject: '))}",
        f"Date: {format_datetime(now)}",
        f"Message-ID: {message_id_of(out.message_id, domain)}",
        "Auto-Submitted: auto-generated",
    ]
    if out.language:
        lines.append(f"Content-Language: {out.language}")
    if door:
        lines.append(f"List-Unsubscribe: <{door}>")
        lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    lines.append("MIME-Version: 1.0")
    label = STOP.get(out.language, STOP["en"])
    below = f"\n\n{label}: {door}\n" if door else "\n"
    parts = [_part("plain", out.text + below)]
    if html := out.content.get("html"):
        parts.append(_part("html", _with_door(html, door, label)))
    head = "\n".join(lines).encode("ascii").replace(b"\n", _CRLF)
    if len(parts) == 1:
        return head + _CRLF + parts[0]
    return _together(head, parts, f"=_{out.message_id}".encode())


# Written out here, since the standard library's EmailMessage parses every header it writes and took
# most of a core at 500 mails a second (`make bench`, channels).
_CRLF = b"\r\n"
_LONGEST_LINE = 76  # of base64 in a mail (RFC 2045)


def _part(kind: str, text: str) -> bytes:
    """Its own headers and its base64, ended by a line break."""
    canonical = text.replace(_CRLF.decode(), "\n").replace("\n", _CRLF.decode())
    coded = b2a_base64(canonical.encode(), newline=False)
    lines = b"".join(
        [coded[at : at + _LONGEST_LINE] + _CRLF for at in range(0, len(coded), _LONGEST_LINE)]
    )
    head = f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n'
    return head.encode() + _CRLF + lines


def _together(head: bytes, parts: Sequence[bytes], boundary: bytes) -> bytes:
    """`boundary` has a sign that no base64 has, so that it stands in no part."""
    kind = b'Content-Type: multipart/alternative; boundary="%b"' % boundary
    between = b"--%b\r\n" % boundary
    body = b"".join(between + part + _CRLF for part in parts)
    return head + _CRLF + kind + _CRLF * 2 + body + b"--%b--\r\n" % boundary


@lru_cache(maxsize=256)
def _named(name: str, address: str) -> str:
    """Few lenders write, each under one name."""
    if not name:
        return address
    if name.isascii():
        return formataddr((name, address))
    return f"{_words(name, len('From: '))} <{address}>"


@lru_cache(maxsize=1024)
def _words(text: str, at: int) -> str:
    """As RFC 2047 writes what is not ASCII, folded by line feeds; ASCII as it is. `at`: how many
    characters stand before it on its line."""
    if text.isascii():
        return text
    return Header(text, "utf-8", header_name="x" * max(0, at - 2)).encode()


def _with_door(html: str, door: str, label: str) -> str:
    """The page with the link that the text speaks of, at its end."""
    if not door:
        return html
    link = f'<p style="margin:24px 0 0"><a href="{escape(door)}">{label}</a></p>\n</main>'
    return html.replace("</main>", link, 1)


def message_id_of(message_id: int, domain: str) -> str:
    """Ours, the same whenever it is built: a mail that comes twice is seen to be one."""
    return f"<{message_id}.{stop_token(message_id)[:10]}@{domain}>"


def stop_url(out: Outgoing) -> str:
    """The one-click door on the lender's own page; none without such a page."""
    link = out.content.get("link", "")
    return f"{link}stop/{out.message_id}/{stop_token(out.message_id)}/" if link else ""
