"""Incidents as rows: opened and ended by what is seen, told after a minute, and once when over."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q

from config.models import Incident
from config.watching import telling
from config.watching.looks import OF_ONE_PROCESS, Trouble, troubles

log = logging.getLogger(__name__)

LASTS = timedelta(minutes=1)
"""What is over sooner is on record and told to nobody."""

MOST_TRIES = 20
_LOCK = 0x77_61_74_63
_TURN = "SELECT pg_try_advisory_xact_lock(%s)"


def watch(*, now: datetime, real: datetime) -> list[Incident]:
    """Look, write down, tell; the open incidents. None while somebody else is at it. `now`: the
    product's time; `real`: the machine's, by which incidents last."""
    with transaction.atomic():
        if not _is_my_turn():
            return []
        note(troubles(now), real)
    tell_due(real)
    return list(standing(real))


def standing(real: datetime) -> Sequence[Incident]:
    """Those that last, oldest first."""
    found = Incident.objects.filter(ended_at=None, begun_at__lte=real - LASTS)
    return list(found.order_by("begun_at", "pk"))


def note(found: Sequence[Trouble], real: datetime) -> None:
    """Open what is new, end what is over."""
    known = {(each.kind, each.about): each for each in Incident.objects.filter(ended_at=None)}
    seen = {(each.kind, each.about): each for each in found}
    for key, trouble in seen.items():
        if key not in known:
            begun = min(trouble.since or real, real)
            Incident.objects.create(
                kind=trouble.kind, about=trouble.about, begun_at=begun, seen_at=real
            )
            log.error("incident: %s %s", trouble.kind, trouble.about)
    again = [each.pk for key, each in known.items() if key in seen]
    Incident.objects.filter(pk__in=again, kind__in=OF_ONE_PROCESS).update(seen_at=real)
    over = [
        each.pk for key, each in known.items() if key not in seen and not _is_anothers(each, real)
    ]
    if over:
        Incident.objects.filter(pk__in=over).update(ended_at=real)
        log.warning("%d incidents are over", len(over))


def _is_anothers(incident: Incident, real: datetime) -> bool:
    """Whether another process may still see it: it looks as often as this one."""
    return incident.kind in OF_ONE_PROCESS and incident.seen_at > real - LASTS


def tell_due(real: datetime) -> int:
    """By e-mail and webhook, each once however many look; how many were told."""
    lasting = Q(told_at=None, ended_at=None, begun_at__lte=real - LASTS)
    over = Q(told_at__isnull=False, ended_at__isnull=False, end_told_at=None)
    told = 0
    due = Incident.objects.filter(lasting | over, tries__lt=MOST_TRIES).order_by("pk")
    for incident in due:
        column = "told_at" if incident.told_at is None else "end_told_at"
        mine = Incident.objects.filter(pk=incident.pk, **{column: None})
        if not mine.update(**{column: real, "tries": F("tries") + 1}):
            continue
        if telling.tell(incident, real=real):
            told += 1
            Incident.objects.filter(pk=incident.pk).update(tries=0)
        else:  # tried again with the next look
            Incident.objects.filter(pk=incident.pk).update(**{column: None})
    return told


def _is_my_turn() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_TURN, [_LOCK])
        return bool(cursor.fetchone()[0])
