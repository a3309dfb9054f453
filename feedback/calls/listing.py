"""The call list itself: who is on it, and what the days past due put there."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.disclosure import personal
from accounts.lists.keyset import KeysetPage, Order
from accounts.models import Lender, User
from accounts.privacy.hiding import hides
from accounts.rules.lender_day import lender_day
from feedback.calls import order
from feedback.calls.limits import CALL_AT_DPD, CATCH_UP_DAYS, DUE
from feedback.models import CallTask
from feedback.models.conversation import ORDINARY
from messaging.models import in_force

READY, MINE, LATER, DONE = "ready", "mine", "later", "done"
TABS = {
    READY: _("To call"),
    MINE: pgettext_lazy("inbox", "Mine"),
    LATER: _("Later"),
    DONE: _("Dealt with"),
}
OPEN = Q(state=CallTask.State.OPEN)
_WAITING = Order(("urgency", "turn", "due_at", "pk"), (int, int, datetime, int))
_CLOSED = Order(("closed_at", "pk"), (datetime, int), newest_first=True)

# Once per loan and due date: the source says which. Whoever is held, or is on the list, is left
# alone; whoever has talked to us lately, or wishes texts only, is not called for the calendar's
# sake.
_LIST = """
INSERT INTO feedback_calltask
    (customer_id, loan_id, reason, stage, cause, urgency, not_before, due_at, state, source,
     opened_at, tries, outcome)
SELECT DISTINCT ON (l.customer_id) l.customer_id, l.id, 'stage', 'dpd-16+', l.cause, %(ordinary)s,
       %(now)s, %(due)s, 'open', 'dpd:' || l.id || ':' || l.due_date, %(now)s, 0, ''
FROM accounts_loan l
WHERE l.lender_id = %(lender)s AND l.amount_due > 0
  AND l.due_date > %(today)s::date - (%(dpd)s + %(late)s)
  AND l.due_date <= %(today)s::date - %(dpd)s
  AND NOT EXISTS (SELECT FROM feedback_calltask t
                  WHERE t.source = 'dpd:' || l.id || ':' || l.due_date)
  AND NOT EXISTS (SELECT FROM accounts_hold h
                  WHERE h.customer_id = l.customer_id AND h.released_at IS NULL
                    AND (h.until IS NULL OR h.until > %(now)s))
  AND NOT EXISTS (SELECT FROM messaging_call c
                  WHERE c.customer_id = l.customer_id AND c.kind = 'call'
                    AND c.begun_at > %(now)s - interval '7 days')
  AND NOT EXISTS (SELECT FROM accounts_customer p
                  WHERE p.id = l.customer_id AND p.wished_channel = 'sms')
ORDER BY l.customer_id, l.due_date, l.id
ON CONFLICT DO NOTHING
"""


@hides("name")
class Row(NamedTuple):
    """One line of the call list, masked."""

    task: CallTask
    name: str
    overdue: bool
    why: str


def page(
    tab: str, *, by: User, now: datetime, after: str = "", reason: str = ""
) -> KeysetPage[Row]:
    """One query, whatever the number of tasks. `reason`: only calls for it."""
    by_key = _CLOSED if tab == DONE else _WAITING
    shown = ("customer", "owner", "loan", "last_call")
    tasks = _in(tab, by, now)
    if reason:
        tasks = tasks.filter(reason=reason)
    return by_key.page(tasks.select_related(*shown), after).map(
        lambda task: Row(
            task,
            personal.masked_name(task.customer),
            task.state == CallTask.State.OPEN and task.due_at <= now,
            order.why(task),
        )
    )


def next_after(task: CallTask, *, by: User, now: datetime, reason: str = "") -> CallTask | None:
    """Whom this person may call next; nobody while a hold or a colleague has them all. `reason`:
    only of those who are to be called for it."""
    tasks = _in(READY, by, now)
    if reason:
        tasks = tasks.filter(reason=reason)
    ready: CallTask | None = _WAITING.behind(tasks, "").exclude(pk=task.pk).first()
    return ready


def list_due(now: datetime) -> int:
    """List the loans that reached CALL_AT_DPD; how many were. Again on the same day: none."""
    listed = 0
    for lender in Lender.objects.order_by("pk"):
        try:
            in_force.policy(lender, now)
        except in_force.NothingInForce:
            continue
        with connection.cursor() as cursor:
            cursor.execute(
                _LIST,
                {
                    "lender": lender.pk,
                    "now": now,
                    "ordinary": ORDINARY,
                    "due": now + DUE["stage"],
                    "today": lender_day(lender, now),
                    "dpd": CALL_AT_DPD,
                    "late": CATCH_UP_DAYS,
                },
            )
            listed += cursor.rowcount
    return listed


def _in(tab: str, by: User, now: datetime) -> QuerySet[CallTask]:
    return CallTask.objects.filter(
        {
            READY: OPEN & Q(not_before__lte=now) & (Q(owner=None) | Q(owner=by)),
            MINE: OPEN & Q(owner=by),
            LATER: OPEN & Q(not_before__gt=now),
            DONE: ~OPEN,
        }[tab]
    )
