"""What later apps add to the customer's page: messages, complaints. They register here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from accounts.models import ContactPoint, Customer


@dataclass(frozen=True)
class Panel:
    """One box of the customer's page: its template and what it shows, for whom."""

    template: str
    permission: str
    context: Callable[[HttpRequest, Customer], dict[str, Any]]


@dataclass(frozen=True)
class PointSays:
    """Beside one address: why nothing goes there though it is the customer's, since when and what
    is to be done about it (`hint`), and what may be done, as (label, page)."""

    stopped: str = ""
    since: datetime | None = None
    hint: str = ""
    links: list[tuple[Any, str]] = field(default_factory=list)


PANELS: list[Panel] = []
POINTS: list[Callable[[HttpRequest, Sequence[ContactPoint]], dict[int, PointSays]]] = []
"""What is said beside the addresses, by their ids."""
# (label, URL name taking the customer's id, permission)
ACTIONS: list[tuple[Any, str, str]] = []
HOLDING: list[tuple[Any, str, str]] = []
"""The same of what holds by itself while it lasts, as a promise does."""


def beside(request: HttpRequest, points: Sequence[ContactPoint]) -> dict[int, list[PointSays]]:
    """What all of them say of each address."""
    said = [says(request, points) for says in POINTS]
    return {point.pk: [each[point.pk] for each in said if point.pk in each] for point in points}


def panels_for(request: HttpRequest, customer: Customer) -> list[dict[str, Any]]:
    """The boxes this person may see."""
    return [
        {"template": panel.template, **panel.context(request, customer)}
        for panel in PANELS
        if request.user.has_perm(panel.permission)
    ]
