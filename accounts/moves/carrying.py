"""What follows a loan to its other customer number: holds, wishes, what was learned of a number.

The same person is not written to under a new number where they are silent under the old one. A
person who takes a debt over brings none of that; a dispute or complaint about the loan itself
follows the loan.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Q

from accounts.holds import service as holds
from accounts.models import Consent, Customer, Hold, Loan, LoanMove

WISHES = ("wished_language", "wished_channel", "wished_hours")
ABOUT_THE_LOAN = (Hold.Kind.DISPUTE, Hold.Kind.COMPLAINT, Hold.Kind.PAID_CLAIM)

# What was confirmed or found wrong of an address under the one number counts under the other.
_POINTS = """
UPDATE accounts_contactpoint n SET
    confirmed_on = GREATEST(n.confirmed_on, o.confirmed_on),
    confirmed_through = CASE WHEN o.confirmed_on > COALESCE(n.confirmed_on, '-infinity')
        THEN o.confirmed_through ELSE n.confirmed_through END,
    confirmed_evidence = CASE WHEN o.confirmed_on > COALESCE(n.confirmed_on, '-infinity')
        THEN o.confirmed_evidence ELSE n.confirmed_evidence END,
    state = CASE WHEN n.state = 'active' AND o.state IN ('wrong_party', 'unreachable')
        THEN o.state ELSE n.state END
FROM accounts_contactpoint o
WHERE o.customer_id = %s AND n.customer_id = %s
  AND o.channel = n.channel AND o.address_hash = n.address_hash
"""


def carry_over(moved: Sequence[tuple[LoanMove, int]], *, now: datetime) -> None:
    """`moved`: each move with the id of its new customer."""
    standing = _in_force({move.from_customer_id for move, _target in moved}, now)
    fresh: dict[tuple[int, int], Hold] = {}
    for move, target in moved:
        for hold in standing:
            if hold.customer_id == move.from_customer_id and follows(hold, move):
                fresh.setdefault((target, hold.pk), _copy(hold, target, now))
    if fresh:
        holds.place_all(list(fresh.values()))
    same_person = LoanMove.Answer.SAME_PERSON
    pairs = {(m.from_customer_id, new) for m, new in moved if m.answer == same_person}
    for old, new in sorted(pairs):
        _carry_wishes(old, new)
        _carry_consents(old, new)
        with connection.cursor() as cursor:
            cursor.execute(_POINTS, [old, new])
        if not Loan.objects.filter(customer=old).exists():
            Customer.objects.filter(pk=old).update(merged_into=new)


def _in_force(customer_ids: Collection[int], now: datetime) -> list[Hold]:
    standing = Hold.objects.filter(
        Q(until=None) | Q(until__gt=now), customer__in=customer_ids, released_at=None
    )
    return list(standing.exclude(kind=Hold.Kind.LOAN_MOVE).order_by("pk"))


def follows(hold: Hold, move: LoanMove) -> bool:
    """Whether a hold on the customer so far holds for the new one."""
    if move.answer == LoanMove.Answer.SAME_PERSON:
        return hold.loan_id in {None, move.loan_id}
    return hold.loan_id == move.loan_id and hold.kind in ABOUT_THE_LOAN


def _copy(hold: Hold, customer_id: int, now: datetime) -> Hold:
    """It ends with the one it was carried from (holds.release)."""
    return Hold(
        customer_id=customer_id,
        loan_id=hold.loan_id,
        kind=hold.kind,
        reason=hold.reason,
        source=hold.source,
        starts_at=now,
        until=hold.until,
        placed_by_id=hold.placed_by_id,
        carried_from=hold,
    )


def _carry_wishes(old: int, new: int) -> None:
    before = Customer.objects.get(pk=old)
    for wish in WISHES:
        if said := getattr(before, wish):
            Customer.objects.filter(pk=new, **{wish: ""}).update(**{wish: said})


def _carry_consents(old: int, new: int) -> None:
    has = Consent.objects.filter(customer=new, revoked_at=None).values("kind")
    for consent in Consent.objects.filter(customer=old, revoked_at=None).exclude(kind__in=has):
        consent.pk, consent.customer_id = None, new
        consent._state.adding = True
        consent.save()
