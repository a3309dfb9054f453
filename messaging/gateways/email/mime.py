"""One message as it goes over the wire: text and HTML, and the headers that say what it is."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from html import escape

from messaging.gateways.base import Outgoing
from messaging.gateways.email.addresses import stop_token

STOP = {"zh-hans": "退订", "zh-hant": "退訂", "en": "Unsubscribe"}
"""What the link is called by which these e-mails are stopped."""


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
    label = STOP.get(out.language, STOP["en"])
    below = f"\n\n{label}: {door}\n" if door else "\n"
    mail.set_content(out.text + below, cte="base64")
    if html := out.content.get("html"):
        mail.add_alternative(_with_door(html, door, label), subtype="html", cte="base64")
    return mail.as_bytes()


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
