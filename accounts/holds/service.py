"""Placing and releasing holds. Whoever places one stops the customer's messages with it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from accounts.access import lenders
from accounts.database import refusals
from accounts.errors import Refused
from accounts.input.reasons import LONGEST_REASON, given
from accounts.models import Customer, Hold, Loan, User
from accounts.rules.hold_terms import LIFTED_BY_TWO, ends_at
from accounts.rules.lifting import Lifting
from accounts.signals import holds_ended, holds_placed

SENTENCES = {"two_people_lift_a_hold": gettext_lazy("Another person has to lift this hold.")}
"""By the name of the rule of the database that refused."""


@transaction.atomic
def place(
    *,
    customer: Customer,
    kind: str,
    reason: str,
    source: str,
    now: datetime,
    until: datetime | None = None,
    loan: Loan | None = None,
    placed_by: User | None = None,
) -> Hold:
    """Place a hold; in the same transaction the customer's open messages are held back.

    Without an end it lasts as long as its kind does (accounts.rules.hold_terms).
    """
    hold = Hold.objects.create(
        customer=customer,
        loan=loan,
        kind=kind,
        reason=reason,
        source=source,
        starts_at=now,
        until=until or ends_at(kind, now),
        placed_by=placed_by,
    )
    holds_placed.send(
        sender=Hold,
        customer_ids={customer.pk},
        loan_ids={loan.pk} if loan else set(),
        now=now,
    )
    return hold


@transaction.atomic(savepoint=False)
def place_all(holds: Sequence[Hold]) -> None:
    """Place many at once; announced once, as holds on whole customers."""
    Hold.objects.bulk_create(holds)
    holds_placed.send(
        sender=Hold,
        customer_ids={hold.customer_id for hold in holds},
        loan_ids=set(),
        now=max(hold.starts_at for hold in holds),
    )


@transaction.atomic
def release_all(
    hold_ids: Collection[int], *, by: User | None, reason: str, now: datetime
) -> set[int]:
    """End many at once, and those carried from them to another number of the same customer; those
    that somebody had ended already are left out. The ids that ended."""
    rows = Hold.objects.filter(
        Q(pk__in=hold_ids) | Q(carried_from__in=hold_ids), released_at=None
    ).order_by("pk")
    ended = dict(rows.select_for_update(no_key=True).values_list("pk", "customer_id"))
    # Those that were carried after the others: the database lets them end with these.
    first = ended.keys() & set(hold_ids)
    for some in (first, ended.keys() - first):
        Hold.objects.filter(pk__in=some).update(
            released_at=now, released_by=by, release_reason=reason
        )
    if ended:
        holds_ended.send(sender=Hold, customer_ids=set(ended.values()), now=now)
    return set(ended)


def standing(now: datetime) -> QuerySet[Hold]:
    """All holds in force, those about one loan included."""
    unreleased = Hold.objects.filter(released_at=None, starts_at__lte=now)
    return unreleased.filter(Q(until=None) | Q(until__gt=now))


def in_force(customer_id: int, now: datetime) -> QuerySet[Hold]:
    """The customer's holds in force, those about one loan included."""
    return standing(now).filter(customer=customer_id)


def takes_two(hold: Hold) -> bool:
    """Whether one person asks that it be lifted, and another lifts it."""
    return hold.kind in LIFTED_BY_TWO


def obstacle_to_release(hold: Hold, *, by: User) -> str:
    """Why this person can do nothing to lift it, in words; empty: nothing is in the way."""
    if not takes_two(hold):
        return ""
    if hold.lift_asked_by_id == by.pk:
        return _("You have asked for it: another person lifts it.")
    asked = hold.lift_asked_by_id is not None and hold.loan_id is None
    if asked and not lenders.decides_about(by, hold.customer_id):
        return str(refusals.SHARED[refusals.ALL_CONCERNED])
    return ""


@transaction.atomic
def release(hold: Hold, *, by: User | None, reason: str, now: datetime) -> bool:
    """End a hold. False: somebody already had. The messages it held are decided anew.

    Raises Refused for one that two people lift (`lift`).
    """
    if takes_two(hold):
        raise Refused(_("Two people lift a hold of this kind: one asks, another lifts it."))
    return hold.pk in release_all([hold.pk], by=by, reason=reason, now=now)


@transaction.atomic
def lift(hold: Hold, *, by: User, reason: str, now: datetime) -> Lifting:
    """Somebody lifts a hold by hand. Of what protects a customer the first person asks, and it
    stands until another, later, lifts it. Raises Refused where the same person asks again."""
    reason = given(reason)
    if not takes_two(hold):
        with refusals.guarded(SENTENCES):
            return Lifting.LIFTED if release(hold, by=by, reason=reason, now=now) else Lifting.OVER
    rows = Hold.objects.select_for_update(of=("self",), no_key=True)
    fresh = rows.filter(pk=hold.pk, released_at=None).first()
    if fresh is None:
        return Lifting.OVER
    if obstacle := obstacle_to_release(fresh, by=by):
        raise Refused(obstacle)
    if fresh.lift_asked_by_id is None:
        fresh.lift_asked_by, fresh.release_reason = by, reason
        fresh.save(update_fields=["lift_asked_by", "release_reason"])
        return Lifting.ASKED
    both = f"{fresh.release_reason} · {reason}"[:LONGEST_REASON]
    with refusals.guarded(SENTENCES):
        release_all([fresh.pk], by=by, reason=both, now=now)
    return Lifting.LIFTED
