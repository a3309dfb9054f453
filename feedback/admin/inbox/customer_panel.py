"""On the customer's page: from when contact is possible, and everything that happened."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accounts.holds import service as holds
from accounts.models import Customer
from config import clock
from feedback.inbox import merged_pages
from feedback.inbox.timeline import Looker, timeline
from messaging.explaining.next_contact import next_contacts


def whole_of(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """A fixed number of queries; older entries a page further."""
    before = merged_pages.read(request.GET.get("before", ""))
    looker = Looker(
        replies=request.user.has_perm("feedback.view_conversation"),
        complaints=request.user.has_perm("feedback.view_complaint"),
        care=request.user.has_perm("feedback.view_hardshipcase"),
    )
    shown = timeline(customer, looker=looker, before=before)
    now = clock.now()
    may_call = request.user.has_perm("feedback.change_calltask")
    return {
        "next_contacts": next_contacts(customer, now),
        "timeline": shown,
        "older": merged_pages.write(shown.before),
        "newest": before is None,
        "may_call": may_call and not holds.in_force(customer.pk, now).exists(),
        "customer": customer,
    }
