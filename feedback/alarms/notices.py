"""Telling people outside these pages: by e-mail and by a signed call, step by step, on record.

What is due is written first, once for each step and way whoever's tick comes first; then it is
sent, outside any transaction, and tried again until it is delivered or has no one to go to.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_noop

from accounts.models import User
from feedback.alarms import mail, webhook
from feedback.alarms.limits import (
    ASKED_STEPS,
    DISTRESS_STEPS,
    MOST_TRIES,
    RETRY,
    UNREAD_STEPS,
)
from feedback.alarms.open_alarms import MAY_DECIDE
from feedback.models import Alarm, AlarmNotice

log = logging.getLogger(__name__)

Way = AlarmNotice.Way
STEPS = {
    Alarm.Kind.DISTRESS: DISTRESS_STEPS,
    Alarm.Kind.UNREAD: UNREAD_STEPS,
    Alarm.Kind.ASKED: ASKED_STEPS,
}
AT_ONCE = 0
"""The step of distress at which supervisors are asked to join a call."""

NOBODY = gettext_noop("nobody to tell: no address is set")
LONGEST_TRY = timedelta(minutes=2)
"""A try that has not said how it ended by then died with its worker."""


def tell_due(now: datetime) -> int:
    """Write and send what is due; how many were delivered."""
    write_due(now)
    return sum(_try(notice, now) for notice in _waiting(now))


@transaction.atomic
def write_due(now: datetime) -> int:
    """The notices of the latest step each alarm has come to that nobody has taken; how many are
    new. Steps that a stand-still of the workers skipped are not sent one after the other."""
    written = sum(
        _write(alarm, AT_ONCE, alarm.join_asked_at, now)
        for alarm in _to_be_joined()
        if alarm.join_asked_at is not None
    )
    for alarm in Alarm.objects.filter(closed_at=None, taken_at=None).order_by("pk"):
        step = _step(alarm, now)
        if step is None:
            continue
        written += _write(alarm, step, alarm.raised_at, now)
    return written


def _write(alarm: Alarm, step: int, since: datetime, now: datetime) -> int:
    """One for each way; how many are new."""
    written = 0
    for way in _ways():
        _notice, made = AlarmNotice.objects.get_or_create(
            alarm=alarm, since=since, step=step, way=way, defaults={"at": now}
        )
        written += made
    return written


def _to_be_joined() -> QuerySet[Alarm]:
    """Distress whose call a supervisor is asked to join, and none has yet."""
    asked = Alarm.objects.filter(kind=Alarm.Kind.DISTRESS, join_asked_at__isnull=False)
    return asked.filter(closed_at=None, joined_at=None).order_by("pk")


def _step(alarm: Alarm, now: datetime) -> int | None:
    waited = now - alarm.raised_at
    steps = STEPS[Alarm.Kind(alarm.kind)]
    return max((step for step in steps if timedelta(minutes=step) <= waited), default=None)


def _ways() -> tuple[str, ...]:
    return (Way.MAIL, Way.WEBHOOK) if settings.ALARM_WEBHOOK else (Way.MAIL,)


def _waiting(now: datetime) -> list[AlarmNotice]:
    """Not delivered, of alarms that nobody has taken or closed since."""
    rows = AlarmNotice.objects.filter(
        Q(tries=0) | Q(tried_at__lt=now - LONGEST_TRY, error="") | ~Q(error=""),
        Q(alarm__taken_at=None) | Q(step=AT_ONCE, alarm__joined_at=None),
        delivered_at=None,
        tries__lt=MOST_TRIES,
        alarm__closed_at=None,
    ).exclude(error=NOBODY)
    due = rows.select_related("alarm__conversation").order_by("pk")
    return [
        each for each in due if each.tried_at is None or now >= each.tried_at + RETRY * each.tries
    ]


def _try(notice: AlarmNotice, now: datetime) -> bool:
    """Whether it was delivered, by this worker; another may be at it."""
    mine = AlarmNotice.objects.filter(pk=notice.pk, tries=notice.tries, delivered_at=None)
    if not mine.update(tries=F("tries") + 1, tried_at=now, error=""):
        return False
    to = _addresses(notice) if notice.way == Way.MAIL else []
    error = NOBODY if notice.way == Way.MAIL and not to else _send(notice, to, now)
    AlarmNotice.objects.filter(pk=notice.pk).update(
        error=error[:200], people=len(to), delivered_at=None if error else now
    )
    if error:
        log.error("alarm %s: notice by %s failed: %s", notice.alarm_id, notice.way, error)
    return not error


def _send(notice: AlarmNotice, to: list[str], now: datetime) -> str:
    """Empty when it was delivered; else what went wrong, without anybody's address in it."""
    try:
        if notice.way == Way.MAIL:
            mail.send(notice.alarm, step=notice.step, to=to)
        else:
            webhook.send(notice.alarm, step=notice.step, now=now)
    except Exception as error:  # whatever a mail server or a network can do
        return type(error).__name__
    return ""


def _addresses(notice: AlarmNotice) -> list[str]:
    """The desk's; from the second step on, or where none is set, the supervisors' too."""
    desk = list(settings.ALARM_EMAILS)
    first = STEPS[Alarm.Kind(notice.alarm.kind)][0]
    alone = notice.alarm.kind == Alarm.Kind.DISTRESS and notice.step == first
    if desk and alone:
        return desk
    return sorted({*desk, *_supervisors()})


def _supervisors() -> set[str]:
    people = User.objects.filter(is_active=True).exclude(email="")
    return {person.email for person in people if person.has_perm(MAY_DECIDE)}
