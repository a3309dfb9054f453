"""Which tone suits a customer, and why."""

from __future__ import annotations

from accounts.rules.delinquency import STAGE_ORDER, Habit, Stage

GENTLE, NEUTRAL, FIRM = "gentle", "neutral", "firm"
TONES = (GENTLE, NEUTRAL, FIRM)

WHY_TROUBLE = "cause_needs_care"
WHY_ON_TIME = "always_on_time"
WHY_SOMETIMES = "sometimes_late"
WHY_OFTEN = "often_late"
WHY_OFTEN_BUT_EARLY = "often_late_too_early_for_firm"

CAUSES_THAT_NEED_CARE = frozenset({"hardship", "dispute"})


def tone_for(
    stage: str,
    habit: str,
    cause: str = "unknown",
    *,
    firm_from: str = Stage.DPD_4_7.value,
) -> tuple[str, str]:
    """(tone, code of the reason).

    Hardship and dispute are always answered gently. Otherwise repayment habit decides; firm only
    from the policy's stage `firm_from` on.
    """
    if cause in CAUSES_THAT_NEED_CARE:
        return GENTLE, WHY_TROUBLE
    if habit == Habit.ALWAYS_ON_TIME:
        return GENTLE, WHY_ON_TIME
    if habit == Habit.SOMETIMES_LATE:
        return NEUTRAL, WHY_SOMETIMES
    if STAGE_ORDER[stage] >= STAGE_ORDER[firm_from]:
        return FIRM, WHY_OFTEN
    return NEUTRAL, WHY_OFTEN_BUT_EARLY
