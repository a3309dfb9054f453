"""Loans as a core system says them, one and many."""

from __future__ import annotations

import json
from typing import Any

from tests import make_api

NDJSON = "application/x-ndjson"


def told(**changed: Any) -> dict[str, Any]:
    return {
        "customer_no": "K1",
        "name": "王小明",
        "phone": "19900000001",
        "lender": "anhe",
        "currency": "CNY",
        "principal": "10000.00",
        "outstanding": "8000.00",
        "amount_due": "1234.56",
        "due_date": "2026-11-10",
        "as_of": "2026-11-15T08:00:00+08:00",
        **changed,
    }


def lines(rows: list[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def many(core: make_api.Caller, kind: str, body: bytes, **headers: str) -> Any:
    headers = {**core.headers, "Idempotency-Key": headers.pop("once", "many"), **headers}
    return core.client.post(
        f"/api/v1/imports?kind={kind}", data=body, content_type=NDJSON, headers=headers
    )
