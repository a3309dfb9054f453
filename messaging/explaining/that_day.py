"""What one day was like for a customer: for each lender's run whether they were in it, with what
came of it, or why not; beside it what else is on record of that day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.access.team import TEAM
from accounts.models import Customer, Hold, Lender, Repayment
from accounts.rules.lender_day import (
    HasZone,
    end_of_day,
    lender_day,
    lender_time,
    start_of_day,
)
from accounts.rules.money import money
from messaging import labels
from messaging.explaining import past, unplanned
from messaging.explaining.past import About, Kept
from messaging.models import Candidate, LeftOut, Message, Reply, Run, Suppression
from messaging.models.in_force import policy_of
from messaging.models.message_reasons import LEFT_OUT
from messaging.models.message_states import LEFT

MOST = 10


@dataclass(frozen=True, slots=True)
class OfRun:
    """One lender's run of the day. `said`: whether a text went, and why not, in sentences;
    `decisions`: what was decided about its candidate, newest first."""

    lender: Lender
    run: Run | None
    candidate: Candidate | None
    said: list[str] = field(repr=False)
    decisions: list[Kept] = field(default_factory=list, repr=False)


def runs(customer: Customer, lenders: list[Lender], day: date, now: datetime) -> list[OfRun]:
    """In the order of the lenders. A fixed number of queries for each."""
    return [_of_lender(customer, lender, day, now) for lender in lenders]


def _of_lender(customer: Customer, lender: Lender, day: date, now: datetime) -> OfRun:
    if day > lender_day(lender, now):
        return OfRun(lender, None, None, [_("That day is still to come.")])
    run = Run.objects.filter(lender=lender, day=day).select_related("policy").first()
    if run is None:
        return OfRun(lender, None, None, [_("There was no run that day, so nobody was reminded.")])
    candidate = Candidate.objects.filter(run=run, customer=customer).first()
    if candidate is not None:
        decisions = past.decisions(customer, About(candidate_id=candidate.pk))
        return OfRun(lender, run, candidate, _of_candidate(run, candidate), decisions)
    if run.state in (Run.State.PLANNING, Run.State.FAILED):
        said = _("The run was not planned to its end: %(state)s.")
        return OfRun(lender, run, None, [said % {"state": run.get_state_display()}])
    until = run.planned_at or end_of_day(lender, day)
    policy = policy_of(run.policy) if run.policy else None
    why = unplanned.sentences(customer, lender, run, until=until, policy=policy)
    return OfRun(lender, run, None, [_("The run asked nothing about this customer."), *why])


def _of_candidate(run: Run, candidate: Candidate) -> list[str]:
    texts = list(candidate.messages.select_related("lender").defer("body").order_by("pk"))
    if texts:
        return [_of_text(text) for text in texts]
    if candidate.to_send:
        said = _("A text was planned but not sent: the run was never let go (%(state)s).")
        return [said % {"state": run.get_state_display()}]
    said = _("No text was planned: %(reason)s.") % {"reason": labels.reason(candidate.reason)}
    if candidate.reason != LEFT_OUT:
        return [said]
    left = LeftOut.objects.filter(run=run, customer=candidate.customer_id, taken_back_at=None)
    return [said, *(each.get_why_display() for each in left)]


def _of_text(text: Message) -> str:
    said = {
        "channel": text.get_channel_display(),
        "state": labels.message_state(text.state),
        "reason": labels.reason(text.reason) if text.reason else "",
        "time": _time(text.lender, text.handed_over_at) if text.handed_over_at else "",
    }
    if text.state in LEFT and text.handed_over_at:
        return _("A text left at %(time)s (%(channel)s): %(state)s.") % said
    if said["reason"]:
        return _("The text did not leave (%(channel)s): %(state)s, %(reason)s.") % said
    return _("The text has not left (%(channel)s): %(state)s.") % said


def on_record(customer: Customer, lenders: list[Lender], day: date) -> list[tuple[str, str]]:
    """(what, what is known): holds in force that day, what the customer wrote, paid and got, and
    numbers closed to texts. Lines about nothing are left out. Five queries."""
    first = lenders[0] if lenders else TEAM
    since, until = start_of_day(first, day), end_of_day(first, day)
    holds = Hold.objects.filter(customer=customer, starts_at__lt=until).exclude(
        Q(released_at__lt=since) | Q(until__lt=since)
    )
    replies = Reply.objects.filter(
        customer=customer, received_at__gte=since, received_at__lt=until
    ).defer("text")
    paid = Repayment.objects.filter(loan__customer=customer, paid_on=day).select_related("loan")
    texts = Message.objects.filter(
        customer=customer, state__in=LEFT, handed_over_at__gte=since, handed_over_at__lt=until
    ).defer("body")
    closed = Suppression.objects.filter(
        address_hash__in=customer.contact_points.values("address_hash"), at__lt=until
    ).exclude(lifted_at__lt=since)
    told = [
        (_("on hold"), [_of_hold(each) for each in holds.order_by("starts_at")[:MOST]]),
        (
            _("wrote to us"),
            [_time(first, each.received_at) for each in replies.order_by("received_at")[:MOST]],
        ),
        (
            _("repaid"),
            [
                f"{money(each.amount, each.loan.currency)} ({each.loan.loan_no})"
                for each in paid.order_by("pk")[:MOST]
            ],
        ),
        (
            _("got from us"),
            [
                f"{_time(first, each.handed_over_at)} ({each.get_channel_display()})"
                for each in texts.order_by("handed_over_at")[:MOST]
                if each.handed_over_at
            ],
        ),
        (_("suppressed"), [each.get_kind_display() for each in closed.order_by("at")[:MOST]]),
    ]
    return [(what, _("; ").join(map(str, each))) for what, each in told if each]


def _of_hold(hold: Hold) -> str:
    said = {
        "kind": hold.get_kind_display(),
        "since": date_format(hold.starts_at, _("j F, H:i"), use_l10n=False),
    }
    return _("%(kind)s since %(since)s") % said


def _time(lender: HasZone, moment: datetime) -> str:
    return f"{lender_time(lender, moment):%H:%M}"
