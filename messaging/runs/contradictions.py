"""Texts of a run that contradicted the ledger when read back: a fault of ours, and an alarm."""

from __future__ import annotations

from dataclasses import dataclass

from messaging.models import Message, Run
from messaging.models.message_states import MessageState
from messaging.policy.reasons import TEXT_NOT_TRUE


@dataclass(frozen=True, slots=True)
class Contradictions:
    """How many were found while planning, and how many more at the last reading before sending."""

    planned: int
    at_sending: int

    def __bool__(self) -> bool:
        return bool(self.planned or self.at_sending)


def contradictions(run: Run) -> Contradictions:
    """One query, by the index of the run's messages."""
    minus = run.funnel.get("minus", []) if run.funnel else []
    return Contradictions(
        planned=sum(step["count"] for step in minus if step["reason"] == TEXT_NOT_TRUE),
        at_sending=Message.objects.filter(
            run=run, state=MessageState.BLOCKED, reason=TEXT_NOT_TRUE
        ).count(),
    )
