"""What the arms of a trial did, and when it stops by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import Lender
from accounts.models.choices import Cause
from accounts.rules.lender_day import lender_day
from feedback.effect.cuts import TRIAL
from feedback.effect.horizons import HARMS, SO_FAR, WINDOWS
from feedback.effect.reading import FEWEST, HARM_MARGIN, sums_of
from feedback.models import EffectSum
from messaging.authoring import trials
from messaging.evaluation.discoveries import believed
from messaging.evaluation.harm import Harm, harm
from messaging.evaluation.result import Effect
from messaging.evaluation.sums import Sums, compare_sums
from messaging.models import Candidate, Run, Trial
from messaging.models.approvable import ApprovalState

WITHIN = 7
"""Days in which what is repaid in full counts for a trial."""

PACE_DAYS = 7
"""Of runs, by which it is told how many customers a day come into a cell."""

STOP_LEVEL = 0.97
"""Of the intervals by which harm stops a trial. They are looked at every night, so they are those
for daily looks: by fixed ones at 0.99, one A/A trial of 300 customers a day in six was stopped
within 60 days (tests.worlds)."""


@dataclass(frozen=True)
class ArmResult:
    """Of one arm against the first. `effect` None: it is the first, or there are few customers.

    `harms`: counted so far; `harmed_by`: those that are worse beyond doubt.
    """

    arm: int
    customers: int
    share: float | None
    effect: Effect | None
    harms: dict[str, Harm]
    held: bool = False

    @property
    def harmed_by(self) -> list[str]:
        return [name for name, each in self.harms.items() if each.low > 0]

    @property
    def wins(self) -> bool:
        """More is repaid, believed among all arms, and harm is shown to be no worse."""
        safe = len(self.harms) == len(HARMS) and all(
            each.shown_no_worse(HARM_MARGIN) for each in self.harms.values()
        )
        return bool(self.held and self.effect and self.effect.low > 0 and safe)


def results(trial: Trial) -> list[ArmResult]:
    """Of every arm, as counted last night. One query."""
    rows = EffectSum.objects.filter(
        lender=trial.lender_id,
        cut=TRIAL,
        value=str(trial.pk),
        days=WINDOWS[-1],
        horizon__in=[SO_FAR, WITHIN],
    )
    sums = {
        (outcome, int(row.arm)): sums_of(row, outcome)
        for row in rows
        for outcome in (HARMS if row.horizon == SO_FAR else ("full",))
    }
    found = [_arm(arm, sums) for arm in range(len(trial.arms))]
    compared = [each for each in found if each.effect]
    held = believed([each.effect.p_value for each in compared if each.effect])
    known = {each.arm: keep for each, keep in zip(compared, held, strict=True)}
    return [
        ArmResult(e.arm, e.customers, e.share, e.effect, e.harms, held=known.get(e.arm, False))
        for e in found
    ]


def settle(lender: Lender, *, now: datetime) -> None:
    """End the trials that do harm, and those whose days are over."""
    for trial in Trial.objects.filter(
        lender=lender, state=ApprovalState.APPROVED, ended_at=None, effective_from__lte=now
    ):
        if any(each.harmed_by for each in results(trial)):
            trials.end(trial.pk, why=Trial.Ended.HARM, now=now)
        elif trial.effective_from and now >= trial.effective_from + timedelta(days=trial.days):
            trials.end(trial.pk, why=Trial.Ended.TIME, now=now)


def per_day(
    lender: Lender, cell: tuple[str, str, str], *, now: datetime, habits: Sequence[str] = ()
) -> float:
    """Customers a day who were in this cell in the runs of the last days and would be written to
    but for their arm, of these habits only. Asked of the runs: an episode's group is of the stage
    in which it came in, and so tells nothing of the stages after."""
    stage, tone, cause = cell
    since = lender_day(lender, now) - timedelta(days=PACE_DAYS)
    runs = Run.objects.filter(lender=lender, day__gte=since, released_at__isnull=False)
    seen = Candidate.objects.filter(
        run__in=list(runs.values_list("pk", flat=True)), eligible=True, stage=stage, tone=tone
    )
    if habits:
        seen = seen.filter(habit__in=habits)
    if cause != Cause.UNKNOWN:
        seen = seen.filter(cause=cause)
    return seen.values("customer").distinct().count() / PACE_DAYS


def _arm(arm: int, sums: dict[tuple[str, int], Sums]) -> ArmResult:
    own, first = sums.get(("full", arm)), sums.get(("full", 0))
    counted = sums.get((HARMS[0], arm))
    customers = counted.customers if counted else 0
    if own is None or own.customers < FEWEST:
        return ArmResult(arm, customers, None, None, _harms(arm, sums))
    if arm == 0 or first is None or first.customers < FEWEST:
        return ArmResult(arm, customers, own.mean, None, _harms(arm, sums))
    effect = compare_sums(own, first, anytime=True)
    return ArmResult(arm, customers, own.mean, effect, _harms(arm, sums))


def _harms(arm: int, sums: dict[tuple[str, int], Sums]) -> dict[str, Harm]:
    if arm == 0:
        return {}
    pairs = ((name, sums.get((name, arm)), sums.get((name, 0))) for name in HARMS)
    return {
        name: harm(
            treated=round(own.mean * own.customers),
            of_treated=own.customers,
            control=round(first.mean * first.customers),
            of_control=first.customers,
            level=STOP_LEVEL,
            anytime=True,
        )
        for name, own, first in pairs
        if own is not None and first is not None
    }
