"""Placing and releasing holds. Whoever places one stops the customer's messages with it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import Customer, Hold, Loan, User
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
    """Place a hold; in the same transaction the customer's open messages are held back."""
    hold = Hold.objects.create(
        customer=customer,
        loan=loan,
        kind=kind,
        reason=reason,
        source=source,
        starts_at=now,
        until=until,
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
    """Place many at once, each on a customer and no one loan; announced once."""
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
    """End many at once; those that somebody had ended already are left out. The ids that ended."""
    rows = Hold.objects.filter(pk__in=hold_ids, released_at=None).order_by("pk")
    ended = dict(rows.select_for_update(no_key=True).values_list("pk", "customer_id"))
    Hold.objects.filter(pk__in=ended).update(released_at=now, released_by=by, release_reason=reason)
    if ended:
        holds_ended.send(sender=Hold, customer_ids=set(ended.values()), now=now)
    return set(ended)


@transaction.atomic
def release(hold: Hold, *, by: User | None, reason: str, now: datetime) -> bool:
    """End a hold by hand. False: somebody already had. The messages it held are decided anew."""
    changed = Hold.objects.filter(pk=hold.pk, released_at=None).update(
        released_at=now, released_by=by, release_reason=reason
    )
    if changed:
        holds_ended.send(sender=Hold, customer_ids={hold.customer_id}, now=now)
    return bool(changed)
