"""Placing and releasing holds. Whoever places one stops the customer's messages with it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import Customer, Hold, Loan, User
from accounts.rules.hold_terms import GRAVE, ends_at
from accounts.signals import holds_ended, holds_placed


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
    Hold.objects.filter(pk__in=ended).update(released_at=now, released_by=by, release_reason=reason)
    if ended:
        holds_ended.send(sender=Hold, customer_ids=set(ended.values()), now=now)
    return set(ended)


def in_force(customer_id: int, now: datetime) -> QuerySet[Hold]:
    """The customer's holds in force, those about one loan included."""
    unreleased = Hold.objects.filter(customer=customer_id, released_at=None, starts_at__lte=now)
    return unreleased.filter(Q(until=None) | Q(until__gt=now))


def obstacle_to_release(hold: Hold, *, by: User | None) -> str:
    """Why this person cannot lift it, in words; empty: nothing is in the way."""
    if hold.kind in GRAVE and (by is None or by.pk == hold.placed_by_id):
        return _("Somebody other than who placed it has to lift a hold of this kind.")
    return ""


@transaction.atomic
def release(hold: Hold, *, by: User | None, reason: str, now: datetime) -> bool:
    """End a hold by hand. False: somebody already had. The messages it held are decided anew.

    Raises Refused where a second person has to do it.
    """
    if obstacle := obstacle_to_release(hold, by=by):
        raise Refused(obstacle)
    return hold.pk in release_all([hold.pk], by=by, reason=reason, now=now)
