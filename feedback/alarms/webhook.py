"""An alarm as a call to another system (a pager, a chat): a small JSON, signed.

The signature is HMAC-SHA256, as hex, over `<timestamp>.<body>` with the shared secret; timestamp
and signature are headers. Whoever gets it refuses what is older than some minutes.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime

from django.conf import settings

from feedback.alarms.mail import page_of
from feedback.models import Alarm
from messaging.gateways.posting import post

TIMESTAMP, SIGNATURE = "X-Huancui-Timestamp", "X-Huancui-Signature"


def send(alarm: Alarm, *, step: int, now: datetime) -> None:
    """Raises what messaging.gateways.posting.post does."""
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
        TIMESTAMP: stamp,
        SIGNATURE: signature(stamp, body, settings.ALARM_WEBHOOK_SECRET),
    }
    post(settings.ALARM_WEBHOOK, body, headers)


def signature(stamp: str, body: bytes, secret: str) -> str:
    """As hex."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
