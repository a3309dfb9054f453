"""Personal values for people: masked on every screen, in clear only by a recorded reveal."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django.db import models

from accounts.disclosure import reveals
from accounts.models import ContactPoint, Customer, NewNumber, Reveal, StaffNumber, User
from accounts.models.choices import Channel
from accounts.models.sealed import ERASED, UNREADABLE, EncryptedTextField
from accounts.new_numbers import countries
from accounts.privacy.in_text import MASKS, hide
from accounts.privacy.masks import HIDDEN, mask_name


def masked_name(customer: Customer) -> str:
    """王*明; an erased customer has none."""
    if customer.erased_at:
        return "—"
    text = Customer.name.field.readable(customer)
    return str(UNREADABLE) if text is None else mask_name(text)


def masked_address(point: ContactPoint) -> str:
    """138****8000; a remark where it was erased."""
    return _masked(point, ContactPoint.address.field, point.channel)


def with_numbers(customers: Sequence[Customer]) -> list[tuple[Customer, str]]:
    """Each with the telephone numbers in use, masked: what tells people of one name apart. One
    query."""
    models.prefetch_related_objects(list(customers), "contact_points")
    return [
        (
            customer,
            ", ".join(
                masked_address(point)
                for point in customer.contact_points.all()
                if point.channel == Channel.SMS and point.state == ContactPoint.State.ACTIVE
            ),
        )
        for customer in customers
    ]


def masked_number(asked: NewNumber) -> str:
    """138****8000, of a number that nobody agreed to yet; a remark where it was erased."""
    return _masked(asked, NewNumber.number.field, Channel.SMS)


def masked_own_number(number: StaffNumber) -> str:
    """138****8000, of a colleague; a dash where it is over and not kept."""
    if StaffNumber.number.field.is_erased(number):
        return "—"
    return _masked(number, StaffNumber.number.field, Channel.SMS)


def _masked(row: models.Model, column: Any, channel: str) -> str:
    if column.is_erased(row):
        return str(ERASED)
    text = column.readable(row)
    if text is None:
        return str(UNREADABLE)
    mask = MASKS.get(channel)
    return mask(text) if mask else HIDDEN


def masked_text(text: str, customer: Customer | None, *, codes: bool = False) -> str:
    """What somebody wrote, or what was sent, for staff: the words stay, the customer's own name,
    numbers and codes do not (`codes`: check codes stay).

    One query for the addresses of a customer, unless they are prefetched
    (`customer__contact_points`); asked of the same object again, none.
    """
    return hide(text, *_own_values(customer), codes=codes) if text else text


def shown(row: models.Model, column: str, customer: Customer | None) -> str:
    """An encrypted text of a row about this customer, as `masked_text` has it; a remark where it
    cannot be read."""
    field = cast(EncryptedTextField[Any, Any], row._meta.get_field(column))
    return masked_text(field.shown(row), customer)


def said(
    row: models.Model, column: str, customer: Customer | None, *, numbers: bool = False
) -> str:
    """What somebody outside wrote, as `shown` has it; masked besides, unless `numbers`, is each
    number that could be dialled and is not on file: the customer's new one, somebody else's."""
    field = cast(EncryptedTextField[Any, Any], row._meta.get_field(column))
    text = field.shown(row)
    return masked_text(text, customer) if numbers else said_text(text, customer)


def said_text(text: str, customer: Customer | None) -> str:
    """The same of a text that was read already."""
    if not text:
        return text
    names, addresses = _own_values(customer)
    known = [each for channel, each in addresses if channel in _CALLED]
    where = countries.of_numbers(known) | {_HERE}
    return hide(text, names, addresses, dialled=lambda typed: _could_be_dialled(typed, where))


def _could_be_dialled(typed: str, where: frozenset[str]) -> bool:
    return bool(countries.readings(typed, where, sandbox=True))


def _own_values(customer: Customer | None) -> tuple[list[str], list[tuple[str, str]]]:
    """Their names, and their addresses with the channel of each."""
    if customer is None or customer.erased_at:
        return [], []
    kept: tuple[list[str], list[tuple[str, str]]] | None = customer.__dict__.get(_KEPT)
    if kept is None:
        name = Customer.name.field.readable(customer)
        points = [
            (point.channel, address)
            for point in customer.contact_points.all()
            if (address := ContactPoint.address.field.readable(point))
        ]
        kept = customer.__dict__[_KEPT] = ([name] if name else [], points)
    return kept


_CALLED = (Channel.SMS, Channel.PHONE)
_HERE = "CN"
"""Numbers of customers of most lenders are read so, whatever else theirs are."""
_KEPT = "_values_to_hide"


def reveal(point: ContactPoint, *, by: User, why: str, reason: str, now: datetime) -> str:
    """The address in clear, for one person's stated reason, on record; raises Refused without one
    and beyond the person's daily limit."""
    reveals.record(
        by=by,
        customer_id=point.customer_id,
        what=f"contact_point:{point.pk}",
        why=why,
        reason=reason,
        now=now,
    )
    return point.address


def dialled(point: ContactPoint, *, by: User, call_id: int, now: datetime) -> str:
    """The address in clear for the telephone system that dials a call, on record. No daily limit:
    whoever began the call has one."""
    Reveal.objects.create(
        at=now,
        user=by,
        customer_id=point.customer_id,
        what=f"contact_point:{point.pk}",
        why=Reveal.Why.DIALLED,
        reason=f"call:{call_id}",
    )
    return point.address
