"""Keys of the API, and calls with them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.test import Client

from accounts.api import keys
from accounts.models import ApiKey, Lender, User
from accounts.models.api_key import Scope
from tests import make

HERE = "127.0.0.1"
_serial = count(1)


def key(
    lender: Lender,
    *,
    scopes: Sequence[str] = tuple(Scope.values),
    networks: Sequence[str] = (HERE,),
    now: datetime | None = None,
    people: Sequence[User] = (),
    **columns: Any,
) -> tuple[ApiKey, str]:
    """A key in force, and its text. `people`: who asks for it and who decides."""
    asks, decides = people or (make.staff("administrator"), make.staff("administrator"))
    now = now or datetime.now(UTC)
    wanted = keys.Wanted(
        name="core",
        lenders=[lender],
        scopes=scopes,
        networks=networks,
        expires_at=now + timedelta(days=30),
        **columns,
    )
    asked = keys.ask(wanted, why="core system", by=asks, now=now)
    keys.approve(asked, by=decides, now=now)
    secret = "".join(keys.take(asked, by=one, now=now) for one in (asks, decides))
    asked.refresh_from_db()
    return asked, secret


class Caller:
    """A core system: JSON there and back."""

    def __init__(self, secret: str, **headers: str) -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {secret}", "Accept-Language": "en", **headers}

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(f"/api/v1{path}", headers={**self.headers, **headers})

    def post(self, path: str, body: Any, *, once: str | None = None, **headers: str) -> Any:
        return self.send("post", path, body, once=once, **headers)

    def send(
        self, method: str, path: str, body: Any, *, once: str | None = None, **headers: str
    ) -> Any:
        """`body` that is bytes goes as it is."""
        said = {**self.headers, "Idempotency-Key": once or f"call-{next(_serial)}", **headers}
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return getattr(self.client, method)(
            f"/api/v1{path}", data=content, content_type="application/json", headers=said
        )
