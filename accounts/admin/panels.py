"""What later apps add to the customer's page: messages, complaints. They register here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from accounts.models import Customer


@dataclass(frozen=True)
class Panel:
    """One box of the customer's page: its template and what it shows, for whom."""

    template: str
    permission: str
    context: Callable[[HttpRequest, Customer], dict[str, Any]]


PANELS: list[Panel] = []
# (label, URL name taking the customer's id, permission)
ACTIONS: list[tuple[Any, str, str]] = []
HOLDING: list[tuple[Any, str, str]] = []
"""The same of what holds by itself while it lasts, as a promise does."""


def panels_for(request: HttpRequest, customer: Customer) -> list[dict[str, Any]]:
    """The boxes this person may see."""
    return [
        {"template": panel.template, **panel.context(request, customer)}
        for panel in PANELS
        if request.user.has_perm(panel.permission)
    ]
