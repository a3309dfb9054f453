"""What a visitor may send: forms, half forms, other people's forms, and noise."""

from __future__ import annotations

import json
import random
from typing import Any
from urllib.parse import urlencode

METHODS = ["GET", "GET", "GET", "POST", "POST", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"]
_TYPES = [
    *("application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=gbk"),
    *("application/x-www-form-urlencoded; charset=utf-7", "multipart/form-data; boundary="),
    *("multipart/form-data; boundary=b", "application/json", "text/xml", "image/png", ""),
]
_NAMES = [
    *("reason", "note", "text", "body", "day", "until", "seen_hash", "seen_edited_at", "action"),
    *("_selected_action", "q", "p", "o", "all", "lender", "customer", "phone", "amount", "outcome"),
    *("username", "password", "next", "count", "number", "code", "secret", "file", "kind", "role"),
]
_VALUES = [
    *(
        "",
        "1",
        "x",
        "上" * 50,
        "\0",
        "9" * 40,
        "-1",
        "2026-09-15",
        "2026-13-45",
        "on",
        "[]",
        "{{ x }}",
    ),
    *(
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "１２３",
        "\ud83d".encode("utf-8", "replace").decode(),
    ),
    *("100000000000", "0.00", "1e400", "NaN", "http://127.0.0.1/", "a" * 20_000),
]


def query(dice: random.Random) -> dict[str, str]:
    return {dice.choice(_NAMES): dice.choice(_VALUES) for _ in range(dice.randrange(3))}


def body(dice: random.Random) -> dict[str, Any]:
    """`data` and `content_type` for the test client's `generic`."""
    kind = dice.choice(_TYPES)
    drawn = dice.random()
    if drawn < 0.6:
        pairs = [(dice.choice(_NAMES), dice.choice(_VALUES)) for _ in range(dice.randrange(6))]
        return {"data": urlencode(pairs).encode(), "content_type": _TYPES[0]}
    if drawn < 0.75:
        made = {dice.choice(_NAMES): dice.choice(_VALUES) for _ in range(3)}
        return {"data": json.dumps(made).encode(), "content_type": kind}
    return {"data": dice.randbytes(dice.randrange(400)), "content_type": kind}
