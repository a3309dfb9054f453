"""People by a whole name or by an address, exactly: one function for every place that searches.

Names and addresses are kept encrypted and found by keyed hashes, among the people of the person's
lenders alone. Each search is on record and counted, also one that finds nobody: that somebody is no
customer is an answer too.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from accounts.disclosure import looks, searches
from accounts.intake.parsing.cells.addresses import parse_email, parse_wechat
from accounts.intake.parsing.cells.problem import CellProblem
from accounts.models import ContactPoint, Customer, Look, User
from accounts.new_numbers import countries
from accounts.privacy.person_names import searched

MOST_OF_A_NAME = 1000
"""Looked through for a number's last figures: no name in China has more among a million people."""
MOST = 50
"""Shown of one name, and more than an address can mean; a page says when there are more."""


_TAIL = re.compile(r"(?P<name>\D*[\u3400-\u9fff]\D*?|\D*[^\W\d]\D*\s)\s*(?P<tail>\d{4})")


@dataclass(frozen=True, slots=True)
class Found:
    """`named`: those of this very name, by their ids, at most one more than `MOST`; `points`:
    contact points with this address, as pairs of their id and the customer's; `addresses`: what it
    may be as an address, as addresses are kept."""

    named: tuple[Customer, ...] = ()
    points: tuple[tuple[int, int], ...] = ()
    addresses: frozenset[str] = frozenset()

    @property
    def addressed(self) -> list[int]:
        """Ids of the customers with this address."""
        return sorted({customer for _point, customer in self.points})


def find(typed: str, *, by: User, now: datetime, known: bool = False, names: bool = True) -> Found:
    """Whom this names. `known`: it was found as something else (a customer number, a page), so that
    nobody of this name is no answer and not counted; `names`: False where a name is not asked for.

    Raises Refused beyond the day's limit.
    """
    typed = typed.strip()
    if not typed or "\0" in typed:
        return Found()
    whole, tail = _name_and_tail(typed) if names else (typed, "")
    addresses = addresses_of(typed, by=by)
    name = name_of(whole) if names else ""
    if not addresses and not name:
        return Found()
    named = _named(whole, tail) if name else []
    found = Found(tuple(named), _points(addresses), frozenset(addresses))
    people = {*(customer.pk for customer in named), *found.addressed}
    if people or not known:
        searches.count(typed, found=len(people), by=by, now=now)
    looks.found([customer.pk for customer in named], how=Look.How.NAME, by=by, now=now)
    looks.found(found.addressed, how=Look.How.ADDRESS, by=by, now=now)
    return found


def addresses_of(typed: str, *, by: User) -> set[str]:
    """What was typed, read as each kind of address it may be; a number in the countries of the
    lenders whose people the person works with."""
    found = countries.readings(typed, countries.of_work(by), sandbox=True)
    for read in (parse_email, parse_wechat):
        with suppress(CellProblem):
            found.add(read(typed))
    return found


def _name_and_tail(typed: str) -> tuple[str, str]:
    """A name with the last four figures of a number behind it, as people tell them who are asked;
    what was typed and nothing where it is not so."""
    found = _TAIL.fullmatch(typed)
    return (found["name"].strip(), found["tail"]) if found else (typed, "")


def _named(name: str, tail: str) -> list[Customer]:
    """Those of this very name; with a `tail`, whose number ends so."""
    found = Customer.named(name).order_by("pk").prefetch_related("contact_points")
    if not tail:
        return list(found[: MOST + 1])
    read = ContactPoint.address.field.readable
    return [
        customer
        for customer in found[:MOST_OF_A_NAME]
        if any((read(point) or "").endswith(tail) for point in customer.contact_points.all())
    ][: MOST + 1]


def name_of(typed: str) -> str:
    """The name as it is searched; "" where it has a figure, which no name has."""
    return "" if any(sign.isdigit() for sign in typed) else searched(typed)


def _points(addresses: set[str]) -> tuple[tuple[int, int], ...]:
    column = ContactPoint.address.field
    indexes = [index for each in addresses for index in column.indexes(each)]
    points = ContactPoint.objects.filter(address_index__in=indexes).order_by("pk")
    return tuple(points.values_list("pk", "customer")[:MOST])
