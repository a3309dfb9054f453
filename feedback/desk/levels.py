"""How fast the inbox was served: the first answer and the end, of what came in during a period.

A first answer is what a person did first about it for the customer: an answer, an act, or that
nothing was left to do. What the machine dealt with by itself is not counted. One query.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from feedback.desk.sql import named
from feedback.models import Conversation, ConversationEvent

What = ConversationEvent.What
LATE, ANSWERED = "late", "answered"
FIRST = (What.ANSWERED, What.ACTED, What.RESOLVED)

_LEVELS = """
SELECT grouping(day), grouping(first_by), grouping(intent), day, first_by, intent,
       count(*), count(first_at), count(*) FILTER (WHERE first_at <= due_at),
       count(*) FILTER (WHERE coalesce(first_at, %(now)s) > due_at), count(ended_at),
       percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY first_at - opened_at),
       percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY ended_at - opened_at)
FROM (
    SELECT (c.opened_at AT TIME ZONE %(zone)s)::date AS day, c.intent, c.opened_at, c.due_at,
           CASE WHEN c.resolved_by_id IS NOT NULL THEN c.resolved_at END AS ended_at,
           e.at AS first_at, e.by_id AS first_by
    FROM feedback_conversation c LEFT JOIN LATERAL (
        SELECT at, by_id FROM feedback_conversationevent
        WHERE conversation_id = c.id AND what = ANY (%(first)s) AND by_id IS NOT NULL
        ORDER BY at, id LIMIT 1) AS e ON true
    WHERE c.opened_at >= %(since)s AND c.opened_at < %(now)s
      AND (c.state = 'open' OR c.resolved_by_id IS NOT NULL)) AS talks
GROUP BY GROUPING SETS ((), (day), (first_by), (intent))
"""


@dataclass(frozen=True, slots=True)
class Level:
    """`late`: answered after their hour, or not at all and past it. Times in seconds; None where
    there is nothing to measure."""

    came: int = 0
    answered: int = 0
    in_time: int = 0
    late: int = 0
    ended: int = 0
    first_half: float | None = None
    first_most: float | None = None
    end_half: float | None = None
    end_most: float | None = None

    @property
    def share(self) -> float | None:
        """In time, of those whose time is over or that were answered; of a hundred."""
        over = self.in_time + self.late
        return 100 * self.in_time / over if over else None


@dataclass(slots=True)
class Levels:
    """`by_person`: who answered first."""

    all: Level = Level()
    by_day: dict[date, Level] = field(default_factory=dict)
    by_person: dict[int, Level] = field(default_factory=dict)
    by_intent: dict[str, Level] = field(default_factory=dict)


def levels(since: datetime, now: datetime, *, zone: str) -> Levels:
    """Of what came in from `since` on, as far as whoever asks may see it."""
    found = Levels()
    for no_day, no_person, no_intent, day, person, intent, *figures in named(
        _LEVELS, since=since, now=now, zone=zone, first=[str(each) for each in FIRST]
    ):
        level = _level(figures)
        if not no_day:
            found.by_day[day] = level
        elif not no_person:
            if person is not None:
                found.by_person[person] = level
        elif not no_intent:
            found.by_intent[intent] = level
        else:
            found.all = level
    return found


def _level(figures: list[Any]) -> Level:
    came, answered, in_time, late, ended, first, end = figures
    (first_half, first_most), (end_half, end_most) = _seconds(first), _seconds(end)
    return Level(came, answered, in_time, late, ended, first_half, first_most, end_half, end_most)


def _seconds(quantiles: list[timedelta | None] | None) -> list[float | None]:
    """None where there was nothing to measure."""
    found = quantiles or [None, None]
    return [each.total_seconds() if each is not None else None for each in found]


def rows(since: datetime, now: datetime, *, of: str, by: int | None) -> QuerySet[Conversation]:
    """The conversations behind a figure, newest first, with `first_at` and `first_by`. `of`: late,
    answered, or all that came in; `by`: who answered first."""
    events = ConversationEvent.objects.filter(
        conversation=OuterRef("pk"), what__in=FIRST, by__isnull=False
    ).order_by("at", "pk")
    found = Conversation.objects.filter(
        Q(state=Conversation.State.OPEN) | Q(resolved_by__isnull=False),
        opened_at__gte=since,
        opened_at__lt=now,
    )
    found = found.annotate(
        first_at=Subquery(events.values("at")[:1]), first_by=Subquery(events.values("by")[:1])
    )
    if by is not None:
        found = found.filter(first_by=by)
    if of == LATE:
        found = found.filter(Q(first_at__gt=F("due_at")) | Q(first_at=None, due_at__lt=now))
    if of == ANSWERED:
        found = found.filter(first_at__isnull=False)
    return found
