"""What rings at this moment: what every page of whoever can act on it says at its top."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db.models import Q, QuerySet

from accounts.models import User
from feedback.complaints import pause_decisions
from feedback.complaints.working import MAY_DECIDE as MAY_DECIDE_COMPLAINTS
from feedback.models import Alarm, Complaint

SHOWN = 3
MAY_TAKE = "feedback.change_conversation"
MAY_DECIDE = "feedback.close_distress"
Kind = Alarm.Kind


@dataclass(frozen=True, slots=True)
class Ringing:
    """One alarm. `seconds`: for how long nobody has had it."""

    alarm: Alarm
    seconds: int

    @property
    def clock(self) -> str:
        """As 12:34, or 1:02:03."""
        minutes, seconds = divmod(self.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        rest = f"{minutes:02}:{seconds:02}"
        return f"{hours}:{rest}" if hours else rest


@dataclass(frozen=True, slots=True)
class OpenAlarms:
    """`ringing`: distress that nobody has taken, the longest first; `more` beside those shown.
    `mine`: what this person has taken and is still open. For who supervises: `unread`,
    replies that lie unread; `unanswered`, questions that lie so; `joining`, calls in distress
    that a supervisor is asked to join; `severe`, how many severe complaints nobody has;
    `pauses`, how many paused texts wait for a decision. `version` changes with what is shown,
    not with the clock."""

    ringing: list[Ringing]
    more: int
    mine: list[Alarm]
    joining: list[Alarm]
    unread: list[Alarm]
    unanswered: list[Alarm]
    severe: int
    pauses: int
    version: str

    def __bool__(self) -> bool:
        lists = (self.ringing, self.mine, self.joining, self.unread, self.unanswered)
        return any((*lists, self.severe, self.pauses))


def open_alarms(person: User, now: datetime) -> OpenAlarms:
    """One query of a small index, for who supervises three; nothing for who cannot act on it."""
    if not person.has_perm(MAY_TAKE):
        return OpenAlarms([], 0, [], [], [], [], 0, 0, "")
    for_all = Q(kind=Kind.DISTRESS, taken_at=None) | Q(kind=Kind.DISTRESS, taken_by=person)
    asked = Q(kind__in=[Kind.UNREAD, Kind.ASKED]) | Q(join_asked_at__isnull=False, joined_at=None)
    wanted = for_all | asked if person.has_perm(MAY_DECIDE) else for_all
    alarms = Alarm.objects.filter(wanted, closed_at=None).select_related("join_asked_by")
    found = list(alarms.order_by("raised_at", "pk"))
    distress = [alarm for alarm in found if alarm.kind == Kind.DISTRESS]
    free = [alarm for alarm in distress if alarm.taken_at is None]
    decides = person.has_perm(MAY_DECIDE_COMPLAINTS)
    severe = _severe().count() if decides else 0
    pauses = pause_decisions.waiting().count() if decides else 0
    return OpenAlarms(
        ringing=[Ringing(alarm, _seconds(now - alarm.raised_at)) for alarm in free[:SHOWN]],
        more=max(len(free) - SHOWN, 0),
        mine=[alarm for alarm in distress if alarm.taken_by_id == person.pk],
        joining=[alarm for alarm in distress if _waits_for_a_supervisor(alarm, person)],
        unread=[alarm for alarm in found if alarm.kind == Kind.UNREAD],
        unanswered=[alarm for alarm in found if alarm.kind == Kind.ASKED],
        severe=severe,
        pauses=pauses,
        version=_version(found, severe, pauses),
    )


def _seconds(waited: timedelta) -> int:
    return max(int(waited.total_seconds()), 0)


def _waits_for_a_supervisor(alarm: Alarm, person: User) -> bool:
    asked = alarm.join_asked_at is not None and alarm.joined_at is None
    return asked and person.has_perm(MAY_DECIDE) and alarm.join_asked_by_id != person.pk


def _severe() -> QuerySet[Complaint]:
    return Complaint.objects.filter(
        severity=Complaint.Severity.SEVERE, owner=None, next_due_on__isnull=False
    )


def _version(found: list[Alarm], *counts: int) -> str:
    seen = [
        (alarm.pk, alarm.raised_at, alarm.taken_at, alarm.join_asked_at, alarm.joined_at)
        for alarm in found
    ]
    if not found and not any(counts):
        return "none"
    return sha256(repr((seen, counts)).encode()).hexdigest()[:16]
