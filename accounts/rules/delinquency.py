"""Days past due, the stage of a loan, and the repayment habit of its customer. Pure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

REPEAT_DAYS = 15
"""Days between two texts in the last, open stage (the policy may ask for more)."""

LAST_STAGE_FROM = 16
"""First day past due of the open stage."""

OFTEN_LATE_SHARE = Decimal("0.30")
"""From this share of late instalments on, lateness is a habit. Our own proposal, not a statute."""

OFTEN_LATE_AT_LEAST = 2
"""One late instalment is never a habit, however short the history."""


class Stage(StrEnum):
    """Where a loan stands, from a week before the due date to long after it, in that order."""

    DUE_SOON = "due-7"
    DUE_TODAY = "due-0"
    DPD_1 = "dpd-1"
    DPD_2_3 = "dpd-2-3"
    DPD_4_7 = "dpd-4-7"
    DPD_8_15 = "dpd-8-15"
    DPD_16_UP = "dpd-16+"


STAGE_ORDER: dict[str, int] = {stage.value: place for place, stage in enumerate(Stage)}
"""Place of each stage on the ladder; a larger number is later."""

_LAST_DAY_OF_STAGE = (
    (-1, Stage.DUE_SOON),
    (0, Stage.DUE_TODAY),
    (1, Stage.DPD_1),
    (3, Stage.DPD_2_3),
    (7, Stage.DPD_4_7),
    (15, Stage.DPD_8_15),
)


class LoanStanding(StrEnum):
    """What a text says of a loan's due date: it has passed, is today, or is still to come. Loans of
    different standing are never added up: a sum of them would ask for what is not due."""

    OVERDUE = "overdue"
    DUE_TODAY = "due_today"
    DUE_LATER = "due_later"


class Habit(StrEnum):
    """How the customer has paid so far."""

    ALWAYS_ON_TIME = "always_on_time"
    SOMETIMES_LATE = "sometimes_late"
    OFTEN_LATE = "often_late"


def days_past_due(due_date: date, today: date) -> int:
    """Whole days since the due date: 0 on the day itself, negative before it."""
    return (today - due_date).days


def stage_of(dpd: int) -> Stage | None:
    """Stage for `dpd` days past due; None earlier than seven days before the due date."""
    if dpd < -7:
        return None
    for last_day, stage in _LAST_DAY_OF_STAGE:
        if dpd <= last_day:
            return stage
    return Stage.DPD_16_UP


def loan_standing(dpd: int) -> LoanStanding:
    """Overdue from the first day past due on, due today, or due later."""
    if dpd > 0:
        return LoanStanding.OVERDUE
    return LoanStanding.DUE_LATER if dpd < 0 else LoanStanding.DUE_TODAY


def last_day_of_stage(dpd: int, repeat_days: int = REPEAT_DAYS) -> int:
    """The last day past due of the stage (in the open stage: of the occurrence) of `dpd`."""
    for last_day, _stage in _LAST_DAY_OF_STAGE:
        if dpd <= last_day:
            return last_day
    return LAST_STAGE_FROM + (occurrence(dpd, repeat_days) + 1) * repeat_days - 1


def occurrence(dpd: int, repeat_days: int = REPEAT_DAYS) -> int:
    """Which text of its stage is due: 0 everywhere except in `dpd-16+`, where it grows.

    With 15 days between texts, days 16–30 are occurrence 0, days 31–45 are 1, and so on.
    """
    if repeat_days < 1:
        raise ValueError(f"repeat_days is {repeat_days}: give at least one day between two texts")
    return max(0, (dpd - LAST_STAGE_FROM) // repeat_days)


def habit_of(instalments_paid: int, instalments_paid_late: int) -> Habit:
    """Repayment habit from counted instalments.

    None late (or no history yet): always on time. Late at least twice and in at least 30 % of
    the instalments paid: often late. Anything between: sometimes late.
    """
    if instalments_paid < 0 or not 0 <= instalments_paid_late <= instalments_paid:
        raise ValueError(
            f"{instalments_paid_late} late of {instalments_paid} paid instalments cannot be: "
            "both must be 0 or more, and no more late than paid"
        )
    if instalments_paid_late == 0:
        return Habit.ALWAYS_ON_TIME
    often = instalments_paid_late >= OFTEN_LATE_AT_LEAST and (
        Decimal(instalments_paid_late) / instalments_paid >= OFTEN_LATE_SHARE
    )
    return Habit.OFTEN_LATE if often else Habit.SOMETIMES_LATE


def amount_due_after(amount_due: Decimal, paid: Decimal) -> Decimal:
    """What is still due after a repayment; never below zero (the rest is the core system's)."""
    return max(Decimal(0), amount_due - paid)
