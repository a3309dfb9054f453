"""What a customer's message would be: which loans, which tone and why, which text, which arm."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from accounts.models.choices import Language
from accounts.rules.delinquency import (
    Habit,
    days_past_due,
    habit_of,
    last_day_of_stage,
    occurrence,
    stage_of,
)
from messaging.content.names import names_an_officer, officer_of
from messaging.decisions.facts.loans import Reminders
from messaging.decisions.facts.rows import CustomerRow, LoanRow, StagedLoan
from messaging.models import TemplateVersion
from messaging.planning.by_segment import BySegment, first_that_holds
from messaging.planning.running_trials import Cell, RunningTrial
from messaging.policy.arms import CONTACT, CONTROL, arm_for
from messaging.policy.channel_plan import TEXTS_ALONE, Plan
from messaging.policy.model import Policy
from messaging.policy.segments.condition import holds
from messaging.policy.segments.facts import Known
from messaging.policy.together import told_together
from messaging.policy.tone import tone_for
from messaging.policy.within import Within

FALLBACK_LANGUAGE = Language.ZH_HANS.value
FALLBACK_CAUSE = "unknown"
SMS = "sms"

Cells = Mapping[tuple[str, str, str], int]
"""Template id by (stage, tone, cause)."""

Versions = Mapping[tuple[int, str], TemplateVersion]
"""The wording in force by (template id, language)."""


@dataclass(frozen=True, slots=True)
class Wordings:
    """The strategy in force and the wordings it leads to."""

    cells: Cells
    versions: Versions
    trials: Mapping[Cell, RunningTrial] = field(default_factory=dict)
    segments: BySegment = field(default_factory=dict)
    plans: Mapping[Cell, Plan] = field(default_factory=dict)
    variants: Mapping[tuple[int, str], int] = field(default_factory=dict)
    """Id of the template that says the same on another channel, by (template id, channel)."""

    @property
    def ask_who_answered(self) -> bool:
        """Whether any condition has to be tried at all: what it asks for is read only then."""
        return bool(self.segments) or any(trial.condition for trial in self.trials.values())

    def template_id(self, *, stage: str, tone: str, cause: str) -> int | None:
        """The template for this cause, else for any."""
        return self.cells.get(self.cell(stage=stage, tone=tone, cause=cause))

    @property
    def names_hours(self) -> bool:
        """Whether any cell, segment or arm says in which hours its text is to leave."""
        plans = [*self.plans.values(), *(r.plan for rules in self.segments.values() for r in rules)]
        return any(plan[0].within for plan in plans) or any(
            any(trial.hours) for trial in self.trials.values()
        )

    def cell(self, *, stage: str, tone: str, cause: str) -> Cell:
        """The cell of this cause, else of any."""
        return self.places(stage=stage, tone=tone, cause=cause)[0]

    def places(self, *, stage: str, tone: str, cause: str) -> list[Cell]:
        """The cell of this cause, if there is one, and that of any: in this order a text that can
        be said of the loans is looked for."""
        own, any_cause = (stage, tone, cause), (stage, tone, FALLBACK_CAUSE)
        return [own, any_cause] if own in self.cells and own != any_cause else [any_cause]

    def can_say(self, template_id: int | None, language: str, loans: Sequence[LoanRow]) -> bool:
        """Not where it names who looks after the loans and nobody is named, or several are."""
        version = self.worded(template_id, language)
        if version is None or not names_an_officer(version.body):
            return True
        return bool(officer_of(loans, language=version.language))

    def plan(self, cell: Cell) -> Plan:
        """The channels of this cell, in order."""
        return self.plans.get(cell, TEXTS_ALONE)

    def on_channel(self, template_id: int | None, channel: str) -> int | None:
        """The template that says the same there; None: there is none."""
        if template_id is None or channel == SMS:
            return template_id
        return self.variants.get((template_id, channel))

    def worded(self, template_id: int | None, language: str) -> TemplateVersion | None:
        """In this language, else in Simplified Chinese."""
        if template_id is None:
            return None
        version = self.versions.get((template_id, language))
        return version or self.versions.get((template_id, FALLBACK_LANGUAGE))


class Drawn(NamedTuple):
    """The arm of a trial: `template_id` is what it is judged by, also where nothing is written;
    `within`: the hours that the arm names."""

    trial_id: int
    arm: int
    template_id: int
    written_to: bool
    within: Within | None = None


class Ahead(NamedTuple):
    """A channel that may follow: hours after the one before, the version that would go and the
    contact point."""

    channel: str
    wait_hours: int
    version: int | None
    point: int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One customer's candidate before anything was decided. The lead loan comes first.

    `waiting`: ids of the loans that want a text too and are of another standing or currency;
    `untold`: those of them whose stage ends today, so that nobody is told of it. `template_id`,
    `plan`: of the cell; channel and what is `ahead` are settled later (planning.channels).
    """

    customer: CustomerRow
    loans: tuple[LoanRow, ...]
    staged: tuple[StagedLoan, ...]
    tone: str
    tone_reason: str
    version: TemplateVersion | None
    language: str
    arm: str
    habit: str = ""
    trial: Drawn | None = None
    waiting: tuple[int, ...] = ()
    untold: tuple[int, ...] = ()
    segment_without_text: str = ""
    template_id: int | None = None
    plan: Plan = TEXTS_ALONE
    channel: str = SMS
    ahead: tuple[Ahead, ...] = ()
    passed_over: tuple[tuple[str, str], ...] = ()

    @property
    def within(self) -> Within | None:
        """The hours in which it is to leave: those of the arm, else of the cell."""
        return (self.trial.within if self.trial else None) or self.plan[0].within

    @property
    def lead(self) -> LoanRow:
        return self.loans[0]

    @property
    def amount_due(self) -> Decimal:
        return sum((loan.amount_due for loan in self.loans), Decimal(0))


def staged(loan: LoanRow, day: date, policy: Policy) -> StagedLoan:
    """The loan with the stage and occurrence it has on that day."""
    return StagedLoan(loan.id, *_place(days_past_due(loan.due_date, day), policy.repeat_days))


def choose(
    *,
    customer: CustomerRow,
    loans: Sequence[LoanRow],
    day: date,
    policy: Policy,
    wordings: Wordings,
    reminders: Reminders,
    salt: str,
    answered: Collection[int] = (),
) -> Choice:
    """One message about loans of one currency and one standing that want a text in their stage.

    The loan longest past due leads: it decides stage, cause and so the text. Loans of another
    standing or currency are not spoken of: they wait for a day on which nothing is ahead of them,
    and are not booked as reminded. When every loan had its text, the decision says so. What the
    strategy says for a segment comes before its table; `answered` are customers who ever wrote.
    A text that names who looks after the loans gives way to the strategy's next one where nobody
    is named; a trial with such an arm is for whom all of its texts can be said.
    """
    places = {loan.id: staged(loan, day, policy) for loan in loans}
    worth = [loan for loan in loans if loan.amount_due >= policy.least_amount] or loans
    wanting = [loan for loan in worth if not reminders.reminded(places[loan.id])]
    together = told_together(wanting or worth, day)
    lead = together[0]
    told = {loan.id for loan in together}
    waiting = [loan for loan in wanting if loan.id not in told]
    habit = habit_of(
        sum(loan.instalments_paid for loan in loans),
        sum(loan.instalments_paid_late for loan in loans),
    )
    stage = places[lead.id].stage
    tone, tone_reason = tone_for(stage, habit, lead.cause, firm_from=policy.firm_from)
    cells = wordings.places(stage=stage, tone=tone, cause=lead.cause)
    said = [(wordings.cells.get(cell), wordings.plan(cell)) for cell in cells]
    arm = arm_for(customer.customer_no, salt, policy.control_share)
    known = _known(customer, lead, day, stage, habit, answered=customer.id in answered)
    rule = first_that_holds(wordings.segments, known)
    drawn = None
    if rule is not None:
        said = [(rule.template_id, rule.plan), *(said if rule.template_id else ())]
    elif arm == CONTACT:
        drawn = _drawn(wordings, cells[0], customer, known, together)
    template_id, plan = next(
        (each for each in said if wordings.can_say(each[0], customer.language, together)), said[0]
    )
    if drawn is not None:
        template_id = drawn.template_id
        arm = CONTACT if drawn.written_to else CONTROL
    version = wordings.worded(template_id, customer.language)
    return Choice(
        customer=customer,
        loans=tuple(together),
        staged=tuple(places[loan.id] for loan in together),
        tone=tone,
        tone_reason=tone_reason,
        version=version,
        language=version.language if version else customer.language,
        arm=arm,
        trial=drawn,
        habit=habit.value,
        waiting=tuple(loan.id for loan in waiting),
        untold=tuple(loan.id for loan in waiting if _stage_ends(loan, day, policy)),
        segment_without_text=rule.title if rule and rule.template_id is None else "",
        template_id=template_id,
        plan=plan,
    )


def _known(
    customer: CustomerRow, lead: LoanRow, day: date, stage: str, habit: Habit, *, answered: bool
) -> Known:
    """What conditions of segments ask for, of the loan that leads the text."""
    return Known(
        habit=habit.value,
        stage=stage,
        days_past_due=days_past_due(lead.due_date, day),
        amount_due=lead.amount_due,
        currency=lead.currency,
        product=lead.product,
        cause=lead.cause,
        region=frozenset(customer.zones),
        language=customer.language,
        answered=answered,
    )


def _drawn(
    wordings: Wordings,
    cell: Cell,
    customer: CustomerRow,
    known: Known,
    loans: Sequence[LoanRow],
) -> Drawn | None:
    """None: no trial runs in the cell, it is not for this customer, or one of its texts cannot be
    said of these loans; in an arm of their own these would be compared with everybody else."""
    trial = wordings.trials.get(cell)
    if trial is None or not holds(trial.condition, known):
        return None
    if not all(wordings.can_say(each, customer.language, loans) for each in trial.arms):
        return None
    arm = trial.arm_of(customer.customer_no)
    written_to = trial.arms[arm] is not None
    return Drawn(trial.pk, arm, trial.judged_as(arm), written_to, trial.hours_of(arm))


def _stage_ends(loan: LoanRow, day: date, policy: Policy) -> bool:
    dpd = days_past_due(loan.due_date, day)
    return dpd == last_day_of_stage(dpd, policy.repeat_days)


@lru_cache(maxsize=4096)
def _place(dpd: int, repeat_days: int) -> tuple[str, int]:
    stage = stage_of(dpd)
    if stage is None:
        raise ValueError(f"a loan {-dpd} days before its due date is not due for a run")
    return stage.value, occurrence(dpd, repeat_days)
