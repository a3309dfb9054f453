"""Promises and hardship on a customer's page."""

from typing import Any

from django.http import HttpRequest

from accounts.models import Customer
from config import clock
from feedback.admin.care.promises import row
from feedback.hardship import relief_in_force
from feedback.promises import summary
from feedback.promises.listing import SHOWN

LATEST = 10


def promises_of(_request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """Newest first, and how many were kept and broken. Two queries."""
    latest = customer.promises.select_related(*SHOWN).order_by("-pk")[:LATEST]
    return {
        "rows": [row(promise) for promise in latest],
        "history": summary.summary(customer),
    }


def hardship_of(_request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """The live case with what is granted, and earlier ones."""
    return {
        "relief": relief_in_force.relief(customer, clock.now()),
        "cases": list(customer.hardships.select_related("owner").order_by("-pk")[:LATEST]),
    }
