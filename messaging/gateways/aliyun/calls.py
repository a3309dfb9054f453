"""One call to Aliyun's SMS interface (Dysmsapi 2017-05-25), signed with an access key."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from messaging.gateways.aliyun import signing
from messaging.gateways.http import sign_in
from messaging.gateways.http.client import Client
from messaging.gateways.http.documents import document

VERSION = "2017-05-25"


class Calls:
    """Credentials: access key id and secret, as id:secret."""

    def __init__(self, client: Client, credentials_ref: str) -> None:
        self._client = client
        self._credentials_ref = credentials_ref

    def ask(
        self, action: str, parameters: Mapping[str, str], *, most_seconds: float = float("inf")
    ) -> tuple[int, dict[str, Any]]:
        """HTTP status and what it says. Raises NotSent, and whatever a connection does."""
        key_id, secret = sign_in.pair(self._credentials_ref)
        query = signing.query_of(parameters)
        headers = signing.headers(
            key_id=key_id,
            secret=secret,
            method="POST",
            host=self._client.target.host_header,
            path=f"{self._client.target.path}/",
            action=action,
            version=VERSION,
            query=query,
            body=b"",
            date=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),  # Aliyun looks at its own clock
            nonce=secrets.token_hex(16),
        )
        answer = self._client.call("POST", f"/?{query}", headers=headers, most_seconds=most_seconds)
        return answer.status, document(answer.body)
