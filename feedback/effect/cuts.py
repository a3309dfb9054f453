"""What episodes are told apart by, what is known of them, and what is summed, as SQL over an
assignment `a` and its outcome `o`. All are whole numbers or exact: sums that are added to and taken
from for years stay what a count of all would give."""

from __future__ import annotations

from accounts.rules.delinquency import Habit
from feedback.effect.horizons import BILLED, HARMS, HORIZONS, LONGEST, PAID, SO_FAR, outcomes_of
from feedback.effect.triangles import KNOWN

CUTS = {
    "overall": "''",
    "stage": "a.stage",
    "tone": "a.tone",
    "text": "a.template_version_id::text",
    "cause": "a.cause",
    "cell": "a.stage || ':' || a.tone || ':' || a.cause",
    "hour": "lpad(a.hour::text, 2, '0')",
    "channel": "a.channel",
    "language": "a.language",
    "habit": "a.habit",
    "zone": "o.zone",
    "currency": "a.currency",
}
"""As it was when they were assigned: the same for both groups. The hour is the one at which the
text was to leave by the customer's clock, in the control group the one at which it would have
(`Assignment.hour`), whether or not it left then; the zone, the only sign of a region there is, the
customer's first when the episode was first counted. NULL: in no group of that cut."""

TEXT = "text"
"""The only cut in which pieces of useful knowledge stand: they belong to no run, stage or tone."""

SEGMENT = "segment"
"""The cut of customer segments: the value is the segment (see `segments`)."""

TRIAL = "trial"
"""The cut of trials: the value is the trial, and the arm its own."""

COVARIATES = (
    f"(a.habit = '{Habit.SOMETIMES_LATE}')::int",
    f"(a.habit = '{Habit.OFTEN_LATE}')::int",
    "a.days_past_due",
    "round(1000 * ln(1 + a.amount_due::float8))::int",
)
"""What was known before, and tells most of who repays."""

assert len(COVARIATES) == KNOWN - 1  # noqa: S101


def outcomes(horizon: int) -> dict[str, str]:
    """The outcome's name and its SQL."""
    found = {harm: f"o.{harm}::int" for harm in HARMS}
    if horizon != SO_FAR:
        place = HORIZONS.index(horizon) + 1
        paid = {
            "part": f"COALESCE((o.first_paid <= {horizon})::int, 0)",
            "full": f"COALESCE((o.fully_paid <= {horizon})::int, 0)",
            "amount": f"o.repaid[{place}]",
            "kept": f"COALESCE((o.promise_kept <= {horizon})::int, 0)",
        }
        assert tuple(paid) == PAID  # noqa: S101
        found = {**paid, **found} if horizon == LONGEST else paid
    if horizon == LONGEST:
        found["rated"] = "(o.rating IS NOT NULL)::int"
        found["rating"] = "COALESCE(o.rating, 0)::int"
        found[BILLED] = "o.billed"
    assert tuple(found) == outcomes_of(horizon)  # noqa: S101
    return found
