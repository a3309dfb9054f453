"""Rules about useful knowledge alone: by consent, seldom, and never near a reminder.

All our own proposals (P): no law asks for words between reminders, so they go to nobody who has not
asked for them, and give way to everything else. What is not right today is not made up for: the
rules block, and another piece comes with a later plan.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from .. import reasons
from ..facts import ContactFacts, EducationFacts
from ..model import Policy
from .finding import Finding, blocks, passes
from .loans import ledger_day

FIRST_STAGE_DAYS = 7
"""The first reminder comes so many days before the due date (stage `due-7`)."""

LEAVES_WITHIN = timedelta(days=3)
"""What was let go longer ago was chosen for another day."""

_NOTHING = EducationFacts()


def education_wanted(facts: ContactFacts, policy: Policy, now: datetime) -> Finding:
    """The customer agreed to it, and nobody at this address has declined it since."""
    known = facts.education or _NOTHING
    if known.declined:
        return blocks("education_wanted", reasons.EDUCATION_DECLINED, {})
    if not known.consented:
        return blocks("education_wanted", reasons.EDUCATION_NOT_WANTED, {})
    return passes("education_wanted")


def education_gap(facts: ContactFacts, policy: Policy, now: datetime) -> Finding:
    """Days between two pieces to the same customer or address."""
    last = (facts.education or _NOTHING).last_at
    saw: dict[str, object] = {"gap_days": policy.education_gap_days}
    if last is None:
        return passes("education_gap", saw)
    saw["last"] = last.astimezone(UTC).isoformat()
    if now < last.astimezone(UTC) + timedelta(days=policy.education_gap_days):
        return blocks("education_gap", reasons.EDUCATION_TOO_SOON, saw)
    return passes("education_gap", saw)


def between_reminders(facts: ContactFacts, policy: Policy, now: datetime) -> Finding:
    """Far from the last reminder and from the next one, by the due dates that are known.

    Whole days are counted on the side of the next one: it may leave early on its day.
    """
    known = facts.education or _NOTHING
    apart = policy.education_apart_days
    saw: dict[str, object] = {"apart_days": apart}
    if known.reminded_at is not None:
        saw["last"] = known.reminded_at.astimezone(UTC).isoformat()
        if now < known.reminded_at.astimezone(UTC) + timedelta(days=apart):
            return blocks("between_reminders", reasons.REMINDER_NEAR, saw)
    if known.reminder_waiting:
        return blocks("between_reminders", reasons.REMINDER_NEAR, {**saw, "reminder_waiting": True})
    due = next_reminder(known.next_dues)
    if due is not None:
        saw["next"] = due.isoformat()
        if (due - ledger_day(facts, policy, now)).days <= apart:
            return blocks("between_reminders", reasons.REMINDER_NEAR, saw)
    return passes("between_reminders", saw)


def education_in_time(facts: ContactFacts, policy: Policy, now: datetime) -> Finding:
    """It leaves soon after somebody let it go, or not at all."""
    released = (facts.education or _NOTHING).released_at
    if released is None or now - released < LEAVES_WITHIN:
        return passes("education_in_time")
    return blocks("education_in_time", reasons.EDUCATION_LATE, {"limit_days": LEAVES_WITHIN.days})


def next_reminder(dues: tuple[date, ...]) -> date | None:
    """The first day on which a reminder may come: of what is due soon or overdue, any day now."""
    return min(dues) - timedelta(days=FIRST_STAGE_DAYS) if dues else None
