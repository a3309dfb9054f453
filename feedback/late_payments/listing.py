"""The list of what was found, customer by customer."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import Customer
from feedback.lists.queues import Queue
from feedback.models import UndueMessage

State = UndueMessage.State
SHOWN = ("customer", "loan", "repayment__reversed_by", "message", "apology", "closed_by")
PER_PAGE = 20
SHOWN_OF_ONE = 10
"""Messages of one customer on a page; each links to all of the customer's."""


@dataclass(frozen=True, slots=True)
class Group:
    """One customer's open findings."""

    customer: Customer
    rows: list[UndueMessage]
    more: int


@dataclass(frozen=True, slots=True)
class Page:
    """`after`: id of the last customer, 0 at the end."""

    groups: list[Group]
    after: int


def open_page(after: int = 0) -> Page:
    """Customers with something open, by their id. Three queries."""
    ids = list(
        UndueMessage.objects.filter(state=State.OPEN, customer__gt=after)
        .order_by("customer")
        .values_list("customer", flat=True)
        .distinct()[: PER_PAGE + 1]
    )
    more, ids = len(ids) > PER_PAGE, ids[:PER_PAGE]
    rows: dict[int, list[UndueMessage]] = {pk: [] for pk in ids}
    found = UndueMessage.objects.filter(state=State.OPEN, customer__in=ids)
    for undue in found.select_related(*SHOWN).order_by("-handed_over_at", "pk"):
        rows[undue.customer_id].append(undue)
    groups = [
        Group(own[0].customer, own[:SHOWN_OF_ONE], max(0, len(own) - SHOWN_OF_ONE))
        for own in rows.values()
        if own
    ]
    return Page(groups, ids[-1] if more else 0)


def _in(state: State) -> Queue:
    def rows(_now: datetime) -> QuerySet[UndueMessage]:
        return UndueMessage.objects.filter(state=state)

    return Queue(state.label, rows, newest_first=True)


QUEUES = {state.value: _in(state) for state in State}
