"""Distress and what is done about it, made to order."""

from datetime import datetime
from typing import Any

from accounts.models import Customer
from feedback.alarms import service
from feedback.calls import work
from feedback.models import Alarm, CallTask, Conversation
from tests import make, make_inbox

DESPAIR = "不想活了"


def customer() -> Customer:
    """Somebody who may be called, by a lender with a policy in force."""
    return make.loan(lender=make_inbox.ready(make.lender())).customer


def distress(now: datetime, *, of: Customer | None = None) -> Alarm:
    """The alarm of a reply that has just come in."""
    found = make_inbox.conversation(DESPAIR, at=now, customer=of or customer())
    return alarm_of(found)


def alarm_of(conversation: Conversation) -> Alarm:
    alarm = service.in_distress(conversation)
    assert alarm is not None
    return alarm


def task_of(alarm: Alarm) -> CallTask:
    return CallTask.objects.get(customer=alarm.conversation.customer)


def called(alarm: Alarm, *, by: Any, now: datetime, outcome: str, **more: Any) -> CallTask:
    """The call of its task, told."""
    task = task_of(alarm)
    work.dial(task, task.customer.contact_points.get(), by=by, now=now)
    return work.tell(task, outcome=outcome, by=by, now=now, **more)
