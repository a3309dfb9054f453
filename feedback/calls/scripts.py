"""What to say on the telephone: an approved text for the stage and the cause of delay.

Scripts are templates of the channel `phone`, approved by the same four eyes as texts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from accounts.delinquency import days_past_due, stage_of
from accounts.lender_day import lender_day
from accounts.models import Customer, Lender, Loan
from accounts.models.choices import Cause
from feedback.models import CallTask
from messaging.decisions.facts.answering import loans_of_text, loans_to_name
from messaging.decisions.facts.customers import customers
from messaging.decisions.facts.loans import loans as read_loans
from messaging.decisions.facts.text import compose
from messaging.models import Template, TemplateVersion, in_force

PHONE = "phone"


def script_for(task: CallTask, *, lender: Lender, now: datetime) -> str | None:
    """The script of this call with the customer's own figures; None: none is approved for it, or a
    value is missing."""
    version = _version(task, now)
    if version is None:
        return None
    rows = customers([task.customer_id])
    customer = rows.get(task.customer_id)
    if customer is None:
        return None
    own = loans_to_name([task.customer_id]).get((task.customer_id, lender.pk), ())
    known = read_loans([loan.loan_id for loan in own])
    today = lender_day(lender, now)
    named = loans_of_text(version.body, known.values(), today)
    if not named:
        return None
    text, _missing = compose(
        version.body,
        customer=customer,
        loans=named,
        lender=lender,
        language=version.language,
        cause=task.cause,
        today=today,
    )
    return text.text if text else None


def stage_now(customer: Customer, now: datetime) -> str:
    """The latest stage of the customer's loans; empty when nothing is due."""
    due = Loan.objects.filter(customer=customer, amount_due__gt=0).select_related("lender")
    loan = due.order_by("due_date").first()
    if loan is None:
        return ""
    return stage_of(days_past_due(loan.due_date, lender_day(loan.lender, now))) or ""


def _version(task: CallTask, now: datetime) -> TemplateVersion | None:
    """For this stage and cause, else for this cause, else for this stage, else any."""
    stage = stage_now(task.customer, now)
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
