"""In which country a telephone number without a country code is read.

07971 234567 is a mobile in Britain and a landline in Ganzhou: only where one country is meant is a
number read without its code.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from typing import Any

import phonenumbers
from babel.core import get_global
from django.conf import settings
from django.utils.translation import gettext as _

from accounts.access import lenders
from accounts.errors import Refused
from accounts.intake.parsing.cells.addresses import parse_phone
from accounts.intake.parsing.cells.problem import CellProblem
from accounts.models import ContactPoint, Customer, Lender
from accounts.models.choices import Channel

NOWHERE = "ZZ"
"""As babel has the country of UTC."""


def of_work(user: Any) -> frozenset[str]:
    """Of the lenders whose people this person works with, as two letters: by their time zones. Two
    queries at most."""
    theirs = lenders.of(user)
    rows = Lender.objects.all() if theirs is None else Lender.objects.filter(pk__in=theirs)
    zones, aliases = get_global("zone_territories"), get_global("zone_aliases")
    found = {
        zones.get(aliases.get(zone, zone))
        for zone in rows.order_by().values_list("timezone", flat=True).distinct()
    }
    return frozenset(country for country in found if country and country != NOWHERE)


def of_customer(customer: Customer) -> frozenset[str]:
    """That of the newest number of theirs; empty where none is known."""
    numbers = ContactPoint.objects.filter(
        customer=customer, channel__in=[Channel.SMS, Channel.PHONE]
    ).order_by("-seen_at", "-pk")
    for point in numbers:
        if known := ContactPoint.address.field.readable(point):
            return of_numbers([known])
    return frozenset()


def of_numbers(numbers: Iterable[str]) -> frozenset[str]:
    """Those of numbers as they are kept, with their codes; of what is none, no country."""
    found = set()
    for number in numbers:
        with suppress(phonenumbers.NumberParseException):
            code = phonenumbers.parse(number).country_code or 0
            found.add(str(phonenumbers.region_code_for_country_code(code)))
    return frozenset(found)


def readings(typed: str, countries: Collection[str], *, sandbox: bool | None = None) -> set[str]:
    """What a number may mean, as numbers are kept (+8613800138000): one for each country in which
    it is somebody's. `sandbox`: whether numbers of sandboxes are read; None: where we are one."""
    may = settings.SANDBOX if sandbox is None else sandbox
    found = set()
    for country in countries or (phonenumbers.UNKNOWN_REGION,):
        try:
            found.add(parse_phone(typed, region=country, sandbox=may))
        except CellProblem:
            continue
    return found


def read(typed: str, countries: Collection[str]) -> str:
    """The one number that is meant. Raises Refused for what is none, and for what may be several:
    the country has to be written then."""
    found = readings(typed, countries)
    if len(found) > 1:
        raise Refused(
            _(
                "This is a number in more than one of the countries you work with. Begin it with "
                "+ and the code of its country."
            )
        )
    if not found:
        raise Refused(
            _(
                "That is no person's telephone number. Check every digit, and begin a number of "
                "another country with + and its code."
            )
        )
    return found.pop()
