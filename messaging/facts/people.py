"""Customers and the addresses they can be written to."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q

from accounts.models import ContactPoint, Customer
from accounts.models.customer import Consent
from messaging.policy.facts import ContactPointFacts

from .rows import CustomerRow, PointRow

_POINT_FIELDS = PointRow._fields
_CONSENT = Consent.objects.filter(customer=OuterRef("pk"), kind="night_contact", revoked_at=None)


def customers(ids: Collection[int]) -> dict[int, CustomerRow]:
    """Customers by id, with a night consent that has not been revoked. One query."""
    rows = Customer.objects.filter(pk__in=ids).values_list(
        "pk", "customer_no", "name_enc", "salutation", "language", "timezones", Exists(_CONSENT)
    )
    return {
        pk: CustomerRow(pk, number, bytes(name), salutation, language, tuple(zones), consent)
        for pk, number, name, salutation, language, zones, consent in rows
    }


class Points:
    """The contact points of a batch: those asked for by id, and all of whom one is to be chosen."""

    def __init__(self, rows: Iterable[PointRow], roles: tuple[str, ...]) -> None:
        """`rows` newest seen first."""
        self._roles = roles
        self._by_id: dict[int, PointRow] = {}
        self._best: dict[tuple[int, str], PointRow] = {}
        for row in rows:
            self._by_id[row.id] = row
            key = (row.customer_id, row.channel)
            best = self._best.get(key)
            if best is None or (self._usable(row) and not self._usable(best)):
                self._best[key] = row

    def find(
        self, *, contact_point_id: int | None, customer_id: int | None, channel: str
    ) -> PointRow | None:
        """The one asked for; else the newest usable one; else the newest, which says why not."""
        if contact_point_id is not None:
            return self._by_id.get(contact_point_id)
        return None if customer_id is None else self._best.get((customer_id, channel))

    def _usable(self, row: PointRow) -> bool:
        return row.state == "active" and row.role in self._roles


def points(
    *, customer_ids: Collection[int], ids: Collection[int], roles: tuple[str, ...]
) -> Points:
    """One query."""
    rows = (
        ContactPoint.objects.filter(Q(customer__in=customer_ids) | Q(pk__in=ids))
        .order_by("-seen_at", "-pk")
        .values_list(*_POINT_FIELDS)
    )
    found = (
        PointRow(*row)._replace(address_hash=bytes(row[6]), address_enc=bytes(row[7]))
        for row in rows
    )
    return Points(found, roles)


def point_facts(point: PointRow | None) -> ContactPointFacts | None:
    """What a decision sees of an address: never the address."""
    if point is None:
        return None
    return ContactPointFacts(
        id=point.id, role=point.role, state=point.state, confirmed_on=point.confirmed_on
    )
