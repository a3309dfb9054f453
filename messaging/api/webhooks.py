"""What the API's document says of events: `webhooks` of OpenAPI 3.1, one for every kind.

What an event holds is read from the triggers that write it, so the document cannot say another
thing than the database does.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.apps import apps
from django.utils.translation import override

from accounts.models.event import TEST, EventKind
from accounts.models.told import Told, ToldTogether

_STRING: dict[str, Any] = {"type": "string"}
_NUMBER: dict[str, Any] = {"type": "integer"}
_YES_NO: dict[str, Any] = {"type": "boolean"}
_DAY: dict[str, Any] = {"type": "string", "format": "date"}
_MOMENT: dict[str, Any] = {"type": ["string", "null"], "format": "date-time"}
_MAYBE: dict[str, Any] = {"type": ["string", "null"]}
SHAPES: dict[str, dict[str, Any]] = {
    "customer_no": _MAYBE,
    "loan_no": _MAYBE,
    "loan_nos": {"type": ["array", "null"], "items": _STRING},
    "message_id": {"type": ["integer", "null"]},
    "reply_id": _NUMBER,
    "suppression_id": _NUMBER,
    "hold_id": _NUMBER,
    "call_id": _NUMBER,
    "agent": _STRING,
    "promise_id": _NUMBER,
    "complaint_no": _STRING,
    "channel": _STRING,
    "state": _STRING,
    "kind": _STRING,
    "error": _STRING,
    "intent": _STRING,
    "category": _STRING,
    "severity": _STRING,
    "outcome": _STRING,
    "reference": _STRING,
    "suppressed": _YES_NO,
    "needs_reading": _YES_NO,
    "asks": _YES_NO,
    "taken_back": _YES_NO,
    "until": _MOMENT,
    "pay_on": _DAY,
    "paid_on": _DAY,
}
"""By name in `data`. Numbers of ours are ids; none is a name, an address or a text."""

HEADERS = {
    "webhook-id": "The same each time an event is sent: leave out what you have.",
    "webhook-timestamp": "Seconds since 1970 at which this try was signed.",
    "webhook-signature": "v1, and HMAC-SHA256 over id.timestamp.body; two while a secret changes.",
}
_TAKEN = {"2XX": {"description": "Taken; anything else is tried again."}}


def webhooks() -> dict[str, Any]:
    """By kind, what Huancui sends to a destination that asked for it."""
    with override("en"):
        said = {kind.value: str(kind.label) for kind in EventKind}
    said[TEST] = "A test sent from the page"
    data = {**names(), TEST: set[str]()}
    return {kind: {"post": _operation(kind, said[kind], data[kind])} for kind in said}


def names() -> dict[str, set[str]]:
    """By kind, the names in its data, as the triggers write them."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for model in apps.get_models():
        for trigger in getattr(model._meta, "triggers", ()):
            if isinstance(trigger, Told):
                found[trigger.kind] |= {*trigger.about, "customer_no"}
                found[trigger.kind] |= {"loan_no"} if "of_loan" in trigger.whom else set()
            elif isinstance(trigger, ToldTogether):
                for kind in trigger.kinds:
                    found[kind] |= {*trigger.names, "customer_no"}
    return dict(found)


def _operation(kind: str, summary: str, data: set[str]) -> dict[str, Any]:
    body = {
        "type": "object",
        "required": ["type", "timestamp", "data"],
        "properties": {
            "type": {"const": kind},
            "timestamp": {"type": "string", "format": "date-time"},
            "data": {
                "type": "object",
                "properties": {name: SHAPES[name] for name in sorted(data)},
            },
        },
    }
    first, *rest = kind.replace("_", ".").split(".")
    return {
        "operationId": "on" + "".join(part.capitalize() for part in (first, *rest)),
        "summary": summary,
        "parameters": [
            {"name": name, "in": "header", "required": True, "schema": _STRING, "description": what}
            for name, what in HEADERS.items()
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": _TAKEN,
        "security": [],
    }
