"""Personal values for people: masked on every screen, in clear only by a recorded reveal."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from django.db import transaction

from accounts.intake.parsing.cells.addresses import parse_email, parse_phone, parse_wechat
from accounts.intake.parsing.cells.problem import CellProblem
from accounts.models import ContactPoint, Customer, Reveal, User
from accounts.models.sealed import UNREADABLE
from accounts.privacy.masks import mask_email, mask_name, mask_phone, mask_wechat
from accounts.reasons import given

MASKS: dict[str, Callable[[str], str]] = {
    "sms": mask_phone,
    "phone": mask_phone,
    "email": mask_email,
    "wechat": mask_wechat,
}


def masked_name(customer: Customer) -> str:
    """王*明; an erased customer has none."""
    if customer.erased_at:
        return "—"
    text = Customer.name.field.readable(customer)
    return str(UNREADABLE) if text is None else mask_name(text)


def masked_address(point: ContactPoint) -> str:
    """138****8000."""
    text = ContactPoint.address.field.readable(point)
    if text is None:
        return str(UNREADABLE)
    mask = MASKS.get(point.channel)
    return mask(text) if mask else "****"


@transaction.atomic
def reveal(point: ContactPoint, *, by: User, reason: str, now: datetime) -> str:
    """The address in clear, for one person's stated reason; raises Refused without one."""
    reason = given(reason)
    Reveal.objects.create(
        user=by,
        customer_id=point.customer_id,
        what=f"contact_point:{point.pk}",
        reason=reason,
        at=now,
    )
    return point.address


def search_indexes(typed: str) -> list[bytes]:
    """Blind indexes of whatever address staff may have typed: a number, an e-mail address."""
    return [ContactPoint.address.field.index(value) for value in readings(typed)]


def readings(typed: str) -> set[str]:
    """What was typed, read as each kind of address it may be."""
    found = set()
    for read in (_as_phone, parse_email, parse_wechat):
        with suppress(CellProblem):
            found.add(read(typed))
    return found


def _as_phone(typed: str) -> str:
    return parse_phone(typed, region="CN", sandbox=True)
