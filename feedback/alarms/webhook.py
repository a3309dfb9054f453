"""An alarm as a call to another system (a pager, a chat): a small JSON, signed.

The signature is HMAC-SHA256, as hex, over `<timestamp>.<body>` with the shared secret; timestamp
and signature are headers. Whoever gets it refuses what is older than some minutes.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import ssl
from datetime import datetime
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from feedback.alarms.mail import page_of
from feedback.models import Alarm
from messaging.gateways import destinations

TIMEOUT_SECONDS = 5.0
TIMESTAMP, SIGNATURE = "X-Huancui-Timestamp", "X-Huancui-Signature"


class NotTaken(RuntimeError):
    """The other side answered, and not with a success; a redirect is none, as what is signed for
    one address goes to no other."""


def send(alarm: Alarm, *, step: int, now: datetime) -> None:
    """Raises whatever the network does, NotTaken, and destinations.Forbidden."""
    body = json.dumps(
        {
            "kind": alarm.kind,
            "alarm": alarm.pk,
            "minutes": step,
            "raised_at": alarm.raised_at.isoformat(),
            "page": page_of(alarm),
        }
    ).encode()
    stamp = str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json",
        TIMESTAMP: stamp,
        SIGNATURE: signature(stamp, body, settings.ALARM_WEBHOOK_SECRET),
    }
    to = urlsplit(settings.ALARM_WEBHOOK)
    path = (to.path or "/") + (f"?{to.query}" if to.query else "")
    connection = _connected(to)
    try:
        connection.request("POST", path, body, headers)
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
    plain = destinations.connect(host, connection.port, timeout_seconds=TIMEOUT_SECONDS)
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


def signature(stamp: str, body: bytes, secret: str) -> str:
    """As hex."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
