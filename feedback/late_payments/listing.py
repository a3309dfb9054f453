"""The list of what was found, customer by customer."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts.lists import keyset
from accounts.lists.keyset import KeysetPage, Order
from accounts.models import Customer
from feedback.lists.queues import Queue
from feedback.models import UndueMessage

State = UndueMessage.State
SHOWN = ("customer", "loan", "repayment__reversed_by", "message", "apology", "closed_by")
PER_PAGE = 20
_BY_CUSTOMER = Order(("customer_id",), (int,))
SHOWN_OF_ONE = 10
"""Messages of one customer on a page; each links to all of the customer's."""


@dataclass(frozen=True, slots=True)
class Group:
    """One customer's open findings."""

    customer: Customer
    rows: list[UndueMessage]
    more: int


def open_page(after: str = "") -> KeysetPage[Group]:
    """Customers with something open, by their id. Three queries."""
    open_ones = UndueMessage.objects.filter(state=State.OPEN)
    people = _BY_CUSTOMER.behind(open_ones, after).values_list("customer_id", flat=True).distinct()
    keys: list[int] = list(people[: PER_PAGE + 1])
    cut = KeysetPage.cut(keys, PER_PAGE, lambda pk: keyset.write([pk]))
    ids = cut.rows
    rows: dict[int, list[UndueMessage]] = {pk: [] for pk in ids}
    found = UndueMessage.objects.filter(state=State.OPEN, customer__in=ids)
    for undue in found.select_related(*SHOWN).order_by("-handed_over_at", "pk"):
        rows[undue.customer_id].append(undue)
    groups = [
        Group(own[0].customer, own[:SHOWN_OF_ONE], max(0, len(own) - SHOWN_OF_ONE))
        for own in rows.values()
        if own
    ]
    return KeysetPage(groups, cut.after)


def _in(state: State) -> Queue:
    def rows(_now: datetime) -> QuerySet[UndueMessage]:
        return UndueMessage.objects.filter(state=state)

    return Queue(state.label, rows, newest_first=True)


QUEUES = {state.value: _in(state) for state in State}
