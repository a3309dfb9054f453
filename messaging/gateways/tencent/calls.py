"""One call to Tencent's SMS interface (2021-01-11), signed with a secret id and key."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

from messaging.gateways.http import sign_in
from messaging.gateways.http.client import Client
from messaging.gateways.http.documents import document, inner
from messaging.gateways.tencent import signing

SERVICE, VERSION = "sms", "2021-01-11"


class Calls:
    """Credentials: secret id and secret key, as id:key."""

    def __init__(self, client: Client, credentials_ref: str, place: str) -> None:
        self._client = client
        self._credentials_ref = credentials_ref
        self._place = place

    def ask(
        self, action: str, wanted: Mapping[str, Any], *, most_seconds: float = float("inf")
    ) -> tuple[int, dict[str, Any], str]:
        """HTTP status, what it says, and the error of the whole request, if it has one. Raises
        NotSent, and whatever a connection does."""
        key_id, secret = sign_in.pair(self._credentials_ref)
        body = json.dumps(wanted, ensure_ascii=False, separators=(",", ":")).encode()
        timestamp = int(time.time())  # Tencent looks at its own clock
        target = self._client.target
        headers = {
            "Content-Type": signing.JSON,
            "X-TC-Action": action,
            "X-TC-Version": VERSION,
            "X-TC-Timestamp": str(timestamp),
            "X-TC-Region": self._place,
            "Authorization": signing.authorization(
                key_id=key_id,
                secret=secret,
                service=SERVICE,
                host=target.host_header,
                path=f"{target.path}/",
                action=action,
                body=body,
                timestamp=timestamp,
            ),
        }
        answer = self._client.call(
            "POST", "/", headers=headers, body=body, most_seconds=most_seconds
        )
        said = inner(document(answer.body), "Response")
        error = word(inner(said, "Error", "Code"))
        return answer.status, said if isinstance(said, dict) else {}, error


def word(said: object) -> str:
    """An error as Tencent writes it, longer than what we keep of one."""
    return said if isinstance(said, str) else ""
