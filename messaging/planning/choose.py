"""What a customer's message would be: which loans, which tone and why, which text, which arm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from accounts.delinquency import days_past_due, habit_of, last_day_of_stage, occurrence, stage_of
from accounts.models.choices import Language
from messaging.decisions.facts.loans import Reminders
from messaging.decisions.facts.rows import CustomerRow, LoanRow, StagedLoan
from messaging.models import TemplateVersion
from messaging.policy.arms import arm_for
from messaging.policy.model import Policy
from messaging.policy.together import told_together
from messaging.policy.tone import tone_for

FALLBACK_LANGUAGE = Language.ZH_HANS.value
FALLBACK_CAUSE = "unknown"

Cells = Mapping[tuple[str, str, str], int]
"""Template id by (stage, tone, cause)."""

Versions = Mapping[tuple[int, str], TemplateVersion]
"""The wording in force by (template id, language)."""


@dataclass(frozen=True, slots=True)
class Wordings:
    """The strategy in force and the wordings it leads to."""

    cells: Cells
    versions: Versions

    def template_id(self, *, stage: str, tone: str, cause: str) -> int | None:
        """The template for this cause, else for any."""
        own = self.cells.get((stage, tone, cause))
        return self.cells.get((stage, tone, FALLBACK_CAUSE)) if own is None else own

    def find(self, *, stage: str, tone: str, cause: str, language: str) -> TemplateVersion | None:
        """For this cause, else for any; in this language, else in Simplified Chinese."""
        template_id = self.template_id(stage=stage, tone=tone, cause=cause)
        if template_id is None:
            return None
        version = self.versions.get((template_id, language))
        return version or self.versions.get((template_id, FALLBACK_LANGUAGE))


@dataclass(frozen=True, slots=True)
class Choice:
    """One customer's candidate before anything was decided. The lead loan comes first.

    `waiting`: ids of the loans that want a text too and are of another standing or currency;
    `untold`: those of them whose stage ends today, so that nobody is told of it.
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
    waiting: tuple[int, ...] = ()
    untold: tuple[int, ...] = ()

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
) -> Choice:
    """One message about loans of one currency and one standing that want a text in their stage.

    The loan longest past due leads: it decides stage, cause and so the text. Loans of another
    standing or currency are not spoken of: they wait for a day on which nothing is ahead of them,
    and are not booked as reminded. When every loan had its text, the decision says so.
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
    version = wordings.find(stage=stage, tone=tone, cause=lead.cause, language=customer.language)
    return Choice(
        customer=customer,
        loans=tuple(together),
        staged=tuple(places[loan.id] for loan in together),
        tone=tone,
        tone_reason=tone_reason,
        version=version,
        language=version.language if version else customer.language,
        arm=arm_for(customer.customer_no, salt, policy.control_share),
        habit=habit.value,
        waiting=tuple(loan.id for loan in waiting),
        untold=tuple(loan.id for loan in waiting if _stage_ends(loan, day, policy)),
    )


def _stage_ends(loan: LoanRow, day: date, policy: Policy) -> bool:
    dpd = days_past_due(loan.due_date, day)
    return dpd == last_day_of_stage(dpd, policy.repeat_days)


@lru_cache(maxsize=4096)
def _place(dpd: int, repeat_days: int) -> tuple[str, int]:
    stage = stage_of(dpd)
    if stage is None:
        raise ValueError(f"a loan {-dpd} days before its due date is not due for a run")
    return stage.value, occurrence(dpd, repeat_days)
