"""The complaints on a customer's page."""

from typing import Any

from django.http import HttpRequest

from accounts.models import Customer


def complaints_of(_request: HttpRequest, customer: Customer) -> dict[str, Any]:
    return {"complaints": list(customer.complaints.select_related("owner").order_by("-pk")[:20])}
