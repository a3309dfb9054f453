"""Calling a customer: allowed by the same policy as texts, counted with them, one person at a time.

The caps hold under any number of agents: whoever begins a call has locked everybody behind the
number, and the database keeps two running calls to one customer or one number apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _, gettext_lazy

from accounts.contact.lender_of import lender_of
from accounts.database import refusals
from accounts.disclosure import personal, reveals
from accounts.errors import Refused
from accounts.models import ContactPoint, Customer, Loan, Reveal, User
from accounts.models.choices import Channel
from messaging import labels
from messaging.decisions.facts.batch_context import read_frame
from messaging.decisions.facts.calling import call_facts, number_hash
from messaging.decisions.record import freeze
from messaging.models import Call, PolicyVersion, in_force
from messaging.outbox.locks import customers_behind, lock_customers
from messaging.policy.decide import SEND, Verdict, decide
from messaging.policy.facts import CALL, ContactFacts

_TAKEN = gettext_lazy("Somebody is calling this customer right now.")
SENTENCES = {
    "one_call_at_a_time": gettext_lazy("Record the outcome of your last call first."),
    "a_customer_is_called_by_one_person": _TAKEN,
    "a_number_is_called_by_one_person": _TAKEN,
}
"""What a rule of the database (messaging.models.call) is called → what a person reads."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether this address may be called now, and what that rests on."""

    point: ContactPoint
    facts: ContactFacts
    verdict: Verdict
    policy: PolicyVersion


def numbers(customer: Customer) -> list[ContactPoint]:
    """The customer's telephone numbers, those for calls first; the same number once."""
    points = ContactPoint.objects.filter(
        customer=customer, channel__in=[Channel.PHONE, Channel.SMS]
    )
    found: dict[str, ContactPoint] = {}
    for point in points.order_by("channel", "-seen_at", "-pk"):
        if number := ContactPoint.address.field.readable(point):
            found.setdefault(number, point)
    return list(found.values())


def judge(
    point: ContactPoint, *, now: datetime, loan: Loan | None = None, purpose: str = CALL
) -> Judged | None:
    """May this number be called now? None: the customer has no lender with a policy in force.

    With a loan, a call about it is off once it is settled. About ten queries.
    """
    lender = lender_of(point.customer_id, loan)
    if lender is None:
        return None
    try:
        version, policy = in_force.policy(lender, now)
    except in_force.NothingInForce:
        return None
    loans = (loan,) if loan else tuple(Loan.objects.filter(customer=point.customer_id))
    frame = read_frame(lender=lender, policy=policy, now=now)
    facts = call_facts(point=point, number=point.address, loans=loans, purpose=purpose, frame=frame)
    return Judged(point, facts, decide(facts, policy, now), version)


def begin(
    point: ContactPoint,
    *,
    purpose: str,
    source: str,
    by: User,
    now: datetime,
    loan: Loan | None = None,
) -> tuple[Call, str]:
    """Begin a call; the number in clear for whoever makes it, and the look at it is recorded.

    Raises Refused when the policy is against it, or somebody is calling already.
    """
    reveals.refuse_beyond_limit(by, why=Reveal.Why.CALL, now=now)
    with refusals.guarded(SENTENCES):
        call = _begun(point, purpose=purpose, source=source, by=by, now=now, loan=loan)
        number = personal.reveal(
            point, by=by, why=Reveal.Why.CALL, reason=f"call:{call.pk}", now=now
        )
    return call, number


@transaction.atomic
def end(call: Call, *, outcome: str, note: str, now: datetime) -> bool:
    """Record how it went. False: it had been recorded before, and stays as it was."""
    not_answered = outcome in (Call.Outcome.NOT_REACHED, Call.Outcome.NOT_MADE)
    changed = Call.objects.filter(pk=call.pk, outcome="").update(
        outcome=outcome,
        ended_at=now,
        kind=Call.Kind.DIAL if not_answered else Call.Kind.CALL,
        note=Call.note.field.seal(note, call.pk) if note else None,
    )
    return bool(changed)


def running(by: User) -> Call | None:
    """The call this person has not yet told the outcome of."""
    return Call.objects.filter(by=by, outcome="").select_related("customer").first()


def why_not(judged: Judged | None) -> str:
    """Why not now, and from when; empty when it may be called."""
    if judged is None:
        return _("no policy in force")
    verdict = judged.verdict
    if verdict.outcome == SEND:
        return ""
    reason = labels.reason(verdict.reason)
    if verdict.until is None:
        return reason
    return _("%(reason)s, from %(time)s") % {
        "reason": reason,
        "time": localtime(verdict.until).strftime("%Y-%m-%d %H:%M"),
    }


def _begun(
    point: ContactPoint,
    *,
    purpose: str,
    source: str,
    by: User,
    now: datetime,
    loan: Loan | None,
) -> Call:
    address = number_hash(point.address)
    lock_customers(customers_behind([address])[address] | {point.customer_id})
    judged = judge(point, now=now, loan=loan, purpose=purpose)
    if judged is None or judged.verdict.outcome != SEND:
        raise Refused(_("Do not call now: %(why)s.") % {"why": why_not(judged)})
    frozen = freeze(judged.facts, judged.verdict)
    return Call.objects.create(
        customer_id=point.customer_id,
        contact_point=point,
        address_hash=address,
        purpose=purpose,
        source=source,
        by=by,
        begun_at=now,
        policy=judged.policy,
        engine_version=judged.verdict.engine_version,
        facts=frozen.facts,
        trace=frozen.trace,
    )
