"""What to say on the telephone: an approved text for the stage and the cause of delay.

Scripts are templates of the channel `phone`, approved by the same four eyes as texts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from accounts.models import Customer, Lender
from accounts.models.choices import Cause
from accounts.rules.delinquency import days_past_due, stage_of
from accounts.rules.lender_day import lender_day
from feedback.models import CallTask
from messaging.decisions.facts.answering import loans_of_text, loans_to_name
from messaging.decisions.facts.customers import customers
from messaging.decisions.facts.loans import loans as read_loans
from messaging.decisions.facts.rows import LoanRow
from messaging.decisions.facts.sender import sender_of
from messaging.decisions.facts.text import compose
from messaging.models import Template, TemplateVersion, in_force

PHONE = "phone"


def script_for(task: CallTask, *, lender: Lender, now: datetime) -> str | None:
    """The script of this call with the customer's own figures; None: none is approved for it, a
    value is missing, or what it says is not what the ledger says. A dispute about one loan is
    spoken of as that."""
    known = _loans_due(task.customer_id, lender)
    if task.cause == Cause.DISPUTE and task.loan_id in known:
        known = {task.loan_id: known[task.loan_id]}
    today = lender_day(lender, now)
    version = _version(task, stage=_latest_stage(known.values(), today), now=now)
    if version is None:
        return None
    rows = customers([task.customer_id])
    customer = rows.get(task.customer_id)
    if customer is None:
        return None
    named = loans_of_text(version.body, known.values(), today)
    if not named:
        return None
    text, _gap = compose(
        version.body,
        customer=customer,
        loans=named,
        sender=sender_of(lender, now),
        language=version.language,
        cause=task.cause,
        today=today,
    )
    return text.text if text and not text.untrue else None


def stage_now(customer: Customer, lender: Lender, now: datetime) -> str:
    """The latest stage of the customer's loans of this lender; empty when nothing is due."""
    return _latest_stage(_loans_due(customer.pk, lender).values(), lender_day(lender, now))


def _loans_due(customer_id: int, lender: Lender) -> dict[int, LoanRow]:
    own = loans_to_name([customer_id]).get((customer_id, lender.pk), ())
    return read_loans([loan.loan_id for loan in own])


def _latest_stage(loans: Iterable[LoanRow], today: date) -> str:
    dates = [loan.due_date for loan in loans]
    return (dates and stage_of(days_past_due(min(dates), today))) or ""


def _version(task: CallTask, *, stage: str, now: datetime) -> TemplateVersion | None:
    """For this stage and cause, else for this cause, else for this stage, else any."""
    scripts = list(Template.objects.filter(channel=PHONE))
    standing = in_force.template_versions([script.pk for script in scripts], now)
    for script in _best_first(scripts, stage=stage, cause=task.cause):
        found = standing.get((script.pk, task.customer.language_to_use))
        if found is not None:
            return found
    return None


def _best_first(scripts: Iterable[Template], *, stage: str, cause: str) -> list[Template]:
    def misfit(script: Template) -> tuple[bool, bool, int]:
        other_cause = script.cause != cause and script.cause != Cause.UNKNOWN
        return other_cause, script.cause != cause, (script.stage != stage) * 1000 + script.pk

    return sorted(scripts, key=misfit)
