"""Making and withdrawing promises: the promise, its hold and the messages held are one change."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.holds import service as holds
from accounts.input.params import source_id
from accounts.input.reasons import given
from accounts.models import Customer, Hold, Loan, User
from accounts.rules.lender_day import end_of_day, lender_day
from accounts.rules.money import money
from feedback.models import Promise
from feedback.promises.limits import MOST_UNKEPT, SLIP, UNKEPT_DAYS, obstacle
from feedback.promises.paid_since import settled_since
from feedback.promises.verdict import last_day

State = Promise.State


@transaction.atomic
def make(
    customer: Customer,
    *,
    loan: Loan,
    amount: Decimal,
    on: date,
    source: str,
    by: User | None,
    now: datetime,
) -> Promise:
    """Take a promise; nothing is sent about the loan until its day is over.

    `by` None: the customer themselves, on their page. A proposal with the same source is confirmed
    by it. Raises Refused.
    """
    _lock(customer)
    proposal = Promise.objects.filter(
        customer=customer, source=source, state=State.PROPOSED
    ).first() or Promise.objects.create(
        customer=customer, source=source, reply_id=_reply_of(source), noted_at=now
    )
    return _open(proposal, loan_id=loan.pk, amount=amount, on=on, by=by, now=now)


@transaction.atomic
def confirm(
    promise: Promise, *, loan: Loan, amount: Decimal, on: date, by: User, now: datetime
) -> Promise:
    """Make a promise of a proposal, as the agent understood it. Raises Refused."""
    _lock(promise.customer)
    proposal = Promise.objects.select_for_update(no_key=True).get(pk=promise.pk)
    if proposal.state != State.PROPOSED:
        raise Refused(_("Somebody has dealt with this proposal already."))
    return _open(proposal, loan_id=loan.pk, amount=amount, on=on, by=by, now=now)


@transaction.atomic
def cancel(promise: Promise, *, by: User | None, reason: str, now: datetime) -> Promise:
    """Withdraw an open promise. The customer (`by` None) ends its silence with it; a colleague does
    not: that runs out with its day, or another person lifts it. Raises Refused when it is over
    already."""
    fresh = Promise.objects.select_for_update(no_key=True).get(pk=promise.pk)
    if fresh.state != State.OPEN:
        raise Refused(_("This promise is over already."))
    fresh.state, fresh.ended_at, fresh.ended_by = State.CANCELLED, now, by
    fresh.end_reason = given(reason)
    fresh.save(update_fields=["state", "ended_at", "ended_by", "end_reason"])
    if by is None:
        end_hold(fresh, by=by, reason=_("The promise was withdrawn."), now=now)
    return fresh


def end_hold(promise: Promise, *, by: User | None, reason: str, now: datetime) -> None:
    """Release the promise's hold if it has not run out by itself."""
    hold = promise.hold
    if hold is not None and (hold.until is None or hold.until > now):
        holds.release(hold, by=by, reason=reason, now=now)


def _open(
    promise: Promise, *, loan_id: int, amount: Decimal, on: date, by: User | None, now: datetime
) -> Promise:
    loan = Loan.objects.select_related("lender").get(pk=loan_id)
    _refuse(_not_theirs(promise, loan))
    _refuse(_paid_meanwhile(promise, loan, now))
    _refuse(
        obstacle(
            amount=amount,
            on=on,
            owed=loan.amount_due,
            today=lender_day(loan.lender, now),
            currency=loan.currency,
        )
    )
    _refuse(_open_already(loan))
    if by is None:
        _refuse(_too_many_unkept(loan, now))
    promise.hold = place_hold(promise, loan=loan, amount=amount, on=on, by=by, now=now)
    promise.state, promise.loan, promise.amount, promise.pay_on = State.OPEN, loan, amount, on
    promise.made_at, promise.made_by = now, by
    promise.save()
    return promise


def place_hold(
    promise: Promise, *, loan: Loan, amount: Decimal, on: date, by: User | None, now: datetime
) -> Hold:
    """The silence about the loan until the promise's day is over."""
    return holds.place(
        customer=promise.customer,
        loan=loan,
        kind=Hold.Kind.PROMISE,
        reason=_("Promised %(amount)s by %(day)s")
        % {"amount": money(amount, loan.currency), "day": date_format(on)},
        source=f"promise:{promise.pk}",
        now=now,
        until=end_of_day(loan.lender, last_day(on)),
        placed_by=by,
    )


def _reply_of(source: str) -> int | None:
    """The reply a promise rests on, so that it is not proposed from the same reply again."""
    return source_id(source, "reply")


def _lock(customer: Customer) -> None:
    """Whoever decides about a customer locks them first: two promises at once are one."""
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)


def _refuse(problem: str) -> None:
    if problem:
        raise Refused(problem)


def _not_theirs(promise: Promise, loan: Loan) -> str:
    if loan.customer_id != promise.customer_id:
        return _("This loan is another customer's.")
    return ""


def _paid_meanwhile(promise: Promise, loan: Loan, now: datetime) -> str:
    """The reply it rests on was written before what it promises was paid."""
    paid = settled_since(promise.reply, now).get(loan.pk)
    if paid is None:
        return ""
    return _("Paid since this was written, so there is nothing to promise. %(paid)s") % {
        "paid": paid.said
    }


def _open_already(loan: Loan) -> str:
    standing = Promise.objects.filter(loan=loan, state=State.OPEN).first()
    if standing is None:
        return ""
    return _("%(amount)s by %(day)s is promised for this loan already; withdraw that first.") % {
        "amount": money(standing.amount or Decimal(0), loan.currency),
        "day": date_format(standing.pay_on) if standing.pay_on else "",
    }


def _too_many_unkept(loan: Loan, now: datetime) -> str:
    """Promises by the customer alone; one corrected a moment after it was made was a slip."""
    made = Promise.objects.filter(
        loan=loan,
        made_by=None,
        state__in=[State.BROKEN, State.CANCELLED],
        made_at__gte=now - timedelta(days=UNKEPT_DAYS),
    )
    slips = Q(state=State.CANCELLED, ended_at__lt=F("made_at") + SLIP)
    unkept = made.exclude(slips).count()
    if unkept < MOST_UNKEPT:
        return ""
    return _("Several promises for this loan were not kept. Please call us: we look for a way.")
