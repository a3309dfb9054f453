"""An alarm as a call to another system (a pager, a chat): a small JSON, signed.

The signature is HMAC-SHA256, as hex, over `<timestamp>.<body>` with the shared secret; timestamp
and signature are headers. Whoever gets it refuses what is older than some minutes.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings

from feedback.alarms.mail import page_of
from feedback.models import Alarm

TIMEOUT_SECONDS = 5.0
TIMESTAMP, SIGNATURE = "X-Huancui-Timestamp", "X-Huancui-Signature"


class NotTaken(RuntimeError):
    """The other side answered, and not with a success; a redirect is none, as what is signed for
    one address goes to no other."""


def send(alarm: Alarm, *, step: int, now: datetime) -> None:
    """Raises whatever the network does, and NotTaken."""
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
    kind = HTTPSConnection if to.scheme == "https" else HTTPConnection
    connection = kind(to.hostname or "", to.port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("POST", path, body, headers)
        status = connection.getresponse().status
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise NotTaken(str(status))


def signature(stamp: str, body: bytes, secret: str) -> str:
    """As hex."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
