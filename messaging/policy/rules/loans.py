"""Rules about the loans a message speaks of.

A loan drops out of the message when it is settled or owes less than the least amount, when it had
its text in this stage, or when it has left the stage it was planned for. The rest must still carry
the text: the template is written for the latest planned stage, so a message without a loan in that
stage does not fit any more. And the rest must be of one standing and one currency, whatever was
planned: only such loans are added up.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from accounts.rules.delinquency import STAGE_ORDER, days_past_due, occurrence, stage_of

from .. import reasons
from ..facts import ContactFacts, LoanFacts
from ..model import Policy
from ..together import told_together
from ..windows import epoch_second
from ..zones import zone_info
from .finding import Finding, blocks, holds, passes


def unsettled(loans: Iterable[LoanFacts]) -> list[LoanFacts]:
    """Loans with something still due."""
    return [loan for loan in loans if loan.amount_due > 0]


def named_loans(facts: ContactFacts, policy: Policy, now: datetime) -> tuple[LoanFacts, ...]:
    """The loans the text would name now."""
    today = ledger_day(facts, policy, now)
    named = [
        loan
        for loan in facts.loans
        if loan.amount_due > 0
        and loan.amount_due >= policy.least_amount
        and not loan.already_reminded
        and _is_in_planned_stage(loan, policy, today)
    ]
    if len(named) > 1:
        together = told_together(named, today)
        if len(together) < len(named):
            return tuple([loan for loan in named if loan in together])
    return tuple(named)


def ledger_day(facts: ContactFacts, policy: Policy, now: datetime) -> date:
    """The date by which days past due are counted: the lender's, not the recipient's and not the
    policy's (accounts.rules.lender_day, by the zone that comes with the facts)."""
    return _local_day(epoch_second(now), facts.ledger_zone or policy.default_zone)


def loan_settled(facts: ContactFacts, policy: Policy, now: datetime) -> Finding:
    """Paid in between: not sent. A settled loan among others only drops out of the text."""
    rest = unsettled(facts.loans)
    saw = {"loans": len(facts.loans), "unsettled": [loan.loan_id for loan in rest]}
    if not rest:
        return blocks("loan_settled", reasons.LOAN_SETTLED, saw)
    return passes("loan_settled", saw)


def stale_data(facts: ContactFacts, policy: Policy, now: datetime) -> Finding:
    """An amount older than the policy allows is not quoted; fresh data lifts the hold."""
    rest = unsettled(facts.loans)
    if not rest:
        return passes("stale_data")
    oldest = min([loan.as_of for loan in rest])
    saw = {"oldest": oldest.isoformat(), "limit_hours": policy.staleness_hours}
    if now - oldest > policy.staleness:
        return holds("stale_data", reasons.STALE_DATA, None, saw)
    return passes("stale_data", saw)


def least_amount(facts: ContactFacts, policy: Policy, now: datetime) -> Finding:
    """Nobody is reminded of a trifle: a loan that owes less than the least amount is not named."""
    rest = unsettled(facts.loans)
    small = [loan.loan_id for loan in rest if loan.amount_due < policy.least_amount]
    if not small:
        return passes("least_amount")
    saw = {"limit": str(policy.least_amount), "below": small}
    if len(small) == len(rest):
        return blocks("least_amount", reasons.BELOW_LEAST_AMOUNT, saw)
    return passes("least_amount", saw)


def already_reminded(facts: ContactFacts, policy: Policy, now: datetime) -> Finding:
    """One text per loan, stage and occurrence; and none on the next channel once the one before it
    was read."""
    if facts.already_read:
        return blocks("already_reminded", reasons.ALREADY_READ, {"channel": facts.channel})
    rest = unsettled(facts.loans)
    done = [loan.loan_id for loan in rest if loan.already_reminded]
    saw = {"reminded": done}
    if rest and len(done) == len(rest):
        return blocks("already_reminded", reasons.ALREADY_REMINDED, saw)
    return passes("already_reminded", saw)


def stage_passed(facts: ContactFacts, policy: Policy, now: datetime) -> Finding:
    """The text is written for a stage; once no loan is in it, the text is wrong."""
    if not facts.loans:
        return passes("stage_passed")
    written_for = _latest_stage(facts.loans)
    named = named_loans(facts, policy, now)
    saw: dict[str, Any] = {"stage": written_for, "loans": [loan.loan_id for loan in named]}
    if facts.waiting:
        saw["waiting"] = list(facts.waiting)
    if facts.untold:
        saw["untold"] = list(facts.untold)
    if written_for in [loan.stage_planned for loan in named]:
        return passes("stage_passed", saw)
    rest = [loan for loan in unsettled(facts.loans) if not loan.already_reminded]
    if not rest:  # settled or reminded: the rules above have said why
        return passes("stage_passed", saw)
    return blocks("stage_passed", reasons.STAGE_PASSED, saw)


def _latest_stage(loans: tuple[LoanFacts, ...]) -> str:
    if len(loans) == 1:
        return loans[0].stage_planned
    return max(loans, key=_place).stage_planned


def _place(loan: LoanFacts) -> int:
    return STAGE_ORDER.get(loan.stage_planned, -1)


def _is_in_planned_stage(loan: LoanFacts, policy: Policy, today: date) -> bool:
    stage, number = _standing(loan.due_date, today, policy.repeat_days)
    return stage == loan.stage_planned and number == loan.occurrence


@lru_cache(maxsize=64)
def _local_day(second: int, zone: str) -> date:
    """A run asks the same question for every candidate."""
    return datetime.fromtimestamp(second, zone_info(zone)).date()


@lru_cache(maxsize=4096)
def _standing(due_date: date, today: date, repeat_days: int) -> tuple[str | None, int]:
    dpd = days_past_due(due_date, today)
    stage = stage_of(dpd)
    return stage and stage.value, occurrence(dpd, repeat_days)
