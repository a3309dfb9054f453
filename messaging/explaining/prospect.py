"""What would happen now: a reminder as planning would make it at this moment, and a call.

With the same pieces as planning and calling, so that what is told is what would be done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.models import ContactPoint, Customer, Lender, Loan
from accounts.rules.lender_day import lender_day
from messaging.decisions.facts.answered import ever_answered
from messaging.decisions.facts.batch_context import read_frame
from messaging.decisions.facts.customers import customers
from messaging.decisions.facts.gather import gather
from messaging.decisions.facts.loans import LOAN_COLUMNS, loan_rows, reminders
from messaging.decisions.facts.rows import LoanRow, Subject
from messaging.models import PolicyVersion, in_force
from messaging.planning import channels
from messaging.planning.choose import choose, staged
from messaging.planning.due import DAYS_AHEAD
from messaging.planning.wordings import in_use
from messaging.policy.decide import Verdict, decide
from messaging.policy.facts import ContactFacts
from messaging.policy.model import Policy
from messaging.transactional import phone_calls

PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Prospect:
    """One way of contact with one lender, judged now."""

    channel: str
    facts: ContactFacts
    verdict: Verdict
    policy: Policy
    version: PolicyVersion
    at: datetime


@dataclass(frozen=True, slots=True)
class Nothing:
    """No reminder is in question: nothing is due near enough, or (`unready`) the lender has no
    policy or strategy in force. When one will be: messaging.explaining.next_planned."""

    unready: str = ""


def reminder(customer: Customer, lender: Lender, *, now: datetime) -> Prospect | Nothing:
    """The text that a run of today would plan for this customer."""
    try:
        version, policy = in_force.policy(lender, now)
        strategy = in_force.strategy(lender, now)
    except in_force.NothingInForce as unready:
        return Nothing(unready=str(unready))
    day = lender_day(lender, now)
    loans = _due(customer, lender, day)
    if not loans:
        return Nothing()
    wordings = in_use(lender, strategy, at=now, now=now)
    choice = choose(
        customer=customers([customer.pk])[customer.pk],
        loans=loans,
        day=day,
        policy=policy,
        wordings=wordings,
        reminders=reminders([(staged(loan, day, policy), loan.due_date) for loan in loans]),
        salt=lender.code,
        answered=ever_answered([customer.pk]) if wordings.ask_who_answered else (),
    )
    frame = read_frame(lender=lender, policy=policy, now=now)
    [choice] = channels.settle([choice], frame, wordings)
    subject = Subject(
        customer_id=customer.pk,
        loans=choice.staged,
        template_version_id=choice.version.pk if choice.version else None,
        language=choice.language,
        cause=choice.lead.cause,
        arm=choice.arm,
        channel=choice.channel,
        passed_over=choice.passed_over,
        waiting=choice.waiting,
        untold=choice.untold,
        segment_without_text=choice.segment_without_text,
    )
    facts = gather([subject], frame)[0].facts
    return Prospect(choice.channel, facts, decide(facts, policy, now), policy, version, now)


def call(customer: Customer, *, now: datetime) -> Prospect | None:
    """A call on our initiative to the customer's first number; None: there is no number, or no
    lender with a policy."""
    points: list[ContactPoint] = phone_calls.numbers(customer)
    judged = phone_calls.judge(points[0], now=now) if points else None
    if judged is None:
        return None
    policy = in_force.policy_of(judged.policy)
    return Prospect(PHONE, judged.facts, judged.verdict, policy, judged.policy, now)


def _due(customer: Customer, lender: Lender, day: date) -> list[LoanRow]:
    rows = Loan.objects.filter(
        customer=customer,
        lender=lender,
        amount_due__gt=0,
        due_date__lte=day + timedelta(days=DAYS_AHEAD),
    )
    return list(loan_rows(rows.order_by("pk").values_list(*LOAN_COLUMNS)))
