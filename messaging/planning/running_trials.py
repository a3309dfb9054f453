"""The trials that run at a moment, as planning needs them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import Lender
from messaging.models import Trial
from messaging.models.approvable import ApprovalState
from messaging.policy import within
from messaging.policy.segments.condition import Condition, read
from messaging.policy.trial_arms import trial_arm
from messaging.policy.within import Within

Cell = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class RunningTrial:
    """`arms`: template ids, None for no text; `hours`: in which the text of each is to leave; only
    whom `condition` holds for takes part."""

    pk: int
    arms: tuple[int | None, ...]
    condition: Condition = ()
    hours: tuple[Within | None, ...] = ()

    def hours_of(self, arm: int) -> Within | None:
        return self.hours[arm] if self.hours else None

    def arm_of(self, customer_no: str) -> int:
        return trial_arm(customer_no, self.pk, len(self.arms))

    def judged_as(self, arm: int) -> int:
        """The template whose text decides whether an arm is compared: its own; of the arm without
        a text, the first of the others."""
        own = self.arms[arm]
        return own if own is not None else next(each for each in self.arms if each is not None)


def running(lender: Lender, now: datetime) -> dict[Cell, RunningTrial]:
    """By cell. One query."""
    begun = Trial.objects.filter(
        lender=lender, state=ApprovalState.APPROVED, ended_at=None, effective_from__lte=now
    )
    return {
        (trial.stage, trial.tone, trial.cause): RunningTrial(
            trial.pk,
            tuple(trial.arms),
            read(trial.conditions) if trial.conditions else (),
            tuple(map(within.read, trial.arm_hours)),
        )
        for trial in begun
        if trial.effective_from and now < trial.effective_from + timedelta(days=trial.days)
    }


def templates(trials: Mapping[Cell, RunningTrial]) -> set[int]:
    """Of all arms."""
    return {arm for trial in trials.values() for arm in trial.arms if arm is not None}
