"""What waits to be settled, and what speaks for one person or two."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Prefetch

from accounts.disclosure import personal
from accounts.intake.merging import move_rows
from accounts.intake.merging.customers import addresses
from accounts.intake.parsing.shapes import LoanRow
from accounts.keys import keyring
from accounts.models import ContactPoint, Customer, LoanMove
from accounts.models.sealed import UNREADABLE
from accounts.moves.settling import mark
from accounts.privacy.hiding import hides
from accounts.privacy.masks import mask_name

PER_PAGE = 50
TABS = (LoanMove.State.OPEN, LoanMove.State.ASKED)


@hides("name_before", "name_now")
class Line(NamedTuple):
    """One loan. `mark`: which answer is shown. `known`: the customer the file names, if we have
    them. The signs are True, False, or None where one side says nothing."""

    move: LoanMove
    mark: str
    name_before: str
    name_now: str
    known: Customer | None
    same_name: bool | None
    same_last4: bool | None
    same_address: bool | None


def page(state: str, *, after: int = 0) -> tuple[list[Line], int]:
    """Lines, customer pair by customer pair, and what the next page comes after (0 at the end)."""
    waiting = (
        LoanMove.objects.filter(state=state)
        .select_related("loan__lender", "from_customer", "import_file", "asked_by")
        .prefetch_related(
            Prefetch("from_customer__contact_points", ContactPoint.objects.order_by("pk"))
        )
        .order_by("from_customer", "to_number", "pk")
    )
    found = list(waiting[after : after + PER_PAGE + 1])
    more, found = len(found) > PER_PAGE, found[:PER_PAGE]
    known = {
        customer.customer_no: customer
        for customer in Customer.objects.filter(customer_no__in=[move.to_number for move in found])
    }
    return [line(move, known) for move in found], after + PER_PAGE if more else 0


def counts() -> dict[str, int]:
    return {state: LoanMove.objects.filter(state=state).count() for state in TABS}


def line(move: LoanMove, known: dict[str, Customer]) -> Line:
    before, text = move.from_customer, LoanMove.row.field.readable(move)
    row = move_rows.from_text(text) if text else None
    name = Customer.name.field.readable(before)
    return Line(
        move=move,
        mark=mark(move),
        name_before=personal.masked_name(before),
        name_now=mask_name(row.name) if row else str(UNREADABLE),
        known=known.get(move.to_number),
        same_name=name == row.name if row and name is not None else None,
        same_last4=_same_last4(before, row) if row else None,
        same_address=_same_address(before.contact_points.all(), row) if row else None,
    )


def _same_last4(before: Customer, row: LoanRow) -> bool | None:
    if before.id_last4_hash is None or not row.id_last4:
        return None
    return keyring().is_secret(before.id_last4_hash, row.id_last4, before.customer_no)


def _same_address(points: Iterable[ContactPoint], row: LoanRow) -> bool | None:
    named = {
        keyring().suppression_hash(text, channel) for channel, text, _confirmed in addresses(row)
    }
    known = {bytes(point.address_hash) for point in points}
    return bool(named & known) if named and known else None
