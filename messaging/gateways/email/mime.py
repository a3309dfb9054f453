"""One message as it goes over the wire: text and HTML, and the headers that say what it is."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from messaging.gateways.base import Outgoing
from messaging.gateways.email.addresses import stop_token


def build(out: Outgoing, *, sender: str, now: datetime) -> bytes:
    """RFC 5322, CRLF lines. `sender` is the address in From, whose domain also stands in the
    Message-ID; the name beside it is the lender's, as the text signs."""
    mail = EmailMessage(policy=SMTP)
    user, _at, domain = sender.rpartition("@")
    mail["From"] = Address(out.content.get("sender", ""), user, domain)
    mail["To"] = out.address
    mail["Subject"] = out.content.get("subject", "")
    mail["Date"] = now
    mail["Message-ID"] = message_id_of(out.message_id, domain)
    mail["Auto-Submitted"] = "auto-generated"
    if out.language:
        mail["Content-Language"] = out.language
    if door := stop_url(out):
        mail["List-Unsubscribe"] = f"<{door}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(out.text + (f"\n\n{door}\n" if door else "\n"), cte="base64")
    if html := out.content.get("html"):
        mail.add_alternative(html, subtype="html", cte="base64")
    return mail.as_bytes()


def message_id_of(message_id: int, domain: str) -> str:
    """Ours, the same whenever it is built: a mail that comes twice is seen to be one."""
    return f"<{message_id}.{stop_token(message_id)[:10]}@{domain}>"


def stop_url(out: Outgoing) -> str:
    """The one-click door on the lender's own page; none without such a page."""
    link = out.content.get("link", "")
    return f"{link}stop/{out.message_id}/{stop_token(out.message_id)}/" if link else ""
