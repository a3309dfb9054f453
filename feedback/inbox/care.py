"""While somebody may be in danger: a call, or words of care; no answer about money.

Holds as long as the alarm of distress is open, which a call in which somebody was spoken to ends,
or a supervisor with a reason (feedback.models.alarm).
"""

from __future__ import annotations

from collections.abc import Iterable

from feedback.models import Alarm, Conversation
from messaging.models import TemplateVersion

CARE = "answer-care"
"""The code of the one answer that says nothing of the debt."""


def alone(conversation: Conversation) -> bool:
    """Whether nothing but care may be answered. One query."""
    alarms = Alarm.objects.filter(kind=Alarm.Kind.DISTRESS, closed_at=None)
    return alarms.filter(conversation=conversation).exists()


def of_care(versions: Iterable[TemplateVersion]) -> list[TemplateVersion]:
    return [each for each in versions if is_care(each)]


def is_care(version: TemplateVersion) -> bool:
    return version.template.code == CARE
