"""The messages on a customer's page, and what was planned but not sent, with the reason."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accounts.models import Customer
from messaging import labels
from messaging.models import Candidate, Message

SHOWN = 20


def messages_of(_request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """Newest first. Two queries, whatever their number."""
    messages = (
        Message.objects.filter(customer=customer)
        .select_related("lender", "template_version__template")
        .defer("body")
        .order_by("-pk")[:SHOWN]
    )
    unsent = (
        Candidate.objects.filter(customer=customer, messages=None, to_send=False)
        .select_related("run__lender")
        .order_by("-pk")[:SHOWN]
    )
    return {
        "messages": [{"row": row, "reason": _reason(row.reason)} for row in messages],
        "unsent": [{"row": row, "reason": _reason(row.reason)} for row in unsent],
    }


def _reason(code: str) -> str:
    return labels.reason(code) if code else "—"
