"""What waits at the desks: distress first, then what is past its hour, then the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.contact import consents
from accounts.lists import counting
from accounts.models import Lender, User
from accounts.rules.lender_day import lender_day
from feedback.complaints import second_look
from feedback.complaints.watching import due_conditions
from feedback.models import (
    Alarm,
    CallTask,
    Complaint,
    Conversation,
    HardshipCase,
    Promise,
    UndueMessage,
)
from messaging.models import Run
from messaging.runs import asking


@dataclass(frozen=True, slots=True)
class Waiting:
    """`late`: past its hour; `number` up to IN_A_QUEUE, as `told` says it."""

    label: Any
    page: str
    query: str
    number: int
    late: bool

    @property
    def told(self) -> str:
        return counting.told(self.number, counting.IN_A_QUEUE)


def waiting(person: User, now: datetime) -> list[Waiting]:
    """Of the desks this person may open, distress first. One bounded count each."""
    distress, *others = _desks(now)
    return [
        Waiting(label, page, query, counting.count(rows, counting.IN_A_QUEUE), late)
        for label, page, query, rows, may, late in [
            distress,
            _to_release(now),
            _asked(person),
            *others,
        ]
        if person.has_perm(may)
    ]


def _to_release(now: datetime) -> tuple[Any, str, str, QuerySet[Any], str, bool]:
    """Whoever is asked or not: what nobody releases does not leave."""
    days = {lender_day(lender, now) for lender in Lender.objects.all()}
    return (
        _("Today's runs that wait to be released"),
        "admin:run_today",
        "",
        Run.objects.filter(state=Run.State.PLANNED, day__in=days),
        "messaging.release_run",
        False,
    )


def _asked(person: User) -> tuple[Any, str, str, QuerySet[Any], str, bool]:
    rows = asking.asked_of(person)
    return (
        _("Of these, runs a colleague asks you to release"),
        "admin:run_today",
        "",
        rows,
        "messaging.release_run",
        False,
    )


def _desks(now: datetime) -> list[tuple[Any, str, str, QuerySet[Any], str, bool]]:
    talks = Conversation.objects.filter(state=Conversation.State.OPEN)
    complaints, due = Complaint.objects.filter(next_due_on__isnull=False), due_conditions(now)
    read = "feedback.view_conversation"
    return [
        (
            _("Distress that is open"),
            "admin:alarms",
            "",
            Alarm.objects.filter(kind=Alarm.Kind.DISTRESS, closed_at=None),
            "feedback.view_alarm",
            True,
        ),
        (
            _("Replies past their hour"),
            "admin:inbox",
            "",
            talks.filter(due_at__lt=now),
            read,
            True,
        ),
        (
            _("Complaints past their day or due within 24 hours"),
            "admin:feedback_complaint_changelist",
            "",
            complaints.filter(due["overdue"] | due["24h"]),
            "feedback.view_complaint",
            True,
        ),
        (
            _("Severe complaints that nobody has"),
            "admin:feedback_complaint_changelist",
            "?due=severe&whose=nobody",
            complaints.filter(severity=Complaint.Severity.SEVERE, owner=None),
            "feedback.view_complaint",
            True,
        ),
        (
            _("Calls past their hour"),
            "admin:call_list",
            "",
            CallTask.objects.filter(state=CallTask.State.OPEN, due_at__lt=now),
            "feedback.view_calltask",
            True,
        ),
        (_("Replies that are open"), "admin:inbox", "", talks, read, False),
        (
            _("Promises to confirm"),
            "admin:promises",
            "?tab=proposed",
            Promise.objects.filter(state=Promise.State.PROPOSED),
            "feedback.view_promise",
            False,
        ),
        (
            _("Hardship to decide"),
            "admin:hardships",
            "",
            HardshipCase.objects.filter(state=HardshipCase.State.OPEN),
            "feedback.view_hardshipcase",
            False,
        ),
        (
            _("Messages after payment to look at"),
            "admin:late_payments",
            "",
            UndueMessage.objects.filter(state=UndueMessage.State.OPEN),
            "feedback.view_unduemessage",
            False,
        ),
        (
            _("Consents for a second person to confirm"),
            "admin:second_person",
            "#consents",
            consents.waiting(),
            "accounts.change_consent",
            False,
        ),
        (
            _("Closed complaints for a second person to look at"),
            "admin:second_person",
            "#closings",
            second_look.waiting(),
            "feedback.decide_complaint",
            False,
        ),
    ]
