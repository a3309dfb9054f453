"""Filters of the list of customers by what it tells of each: days past due, holds, telephones.

Each is a condition on the customers alone, so that a page stops reading after fifty of them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.holds import service as holds
from accounts.models import ContactPoint, Customer, Loan
from accounts.models.choices import Channel
from config import clock

Customers = QuerySet[Customer]


class _Filter(admin.SimpleListFilter):
    """`wanted`: what may be asked for; anything else shows everybody."""

    wanted: tuple[tuple[str, Any], ...] = ()

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(self.wanted)

    def queryset(self, request: HttpRequest, queryset: Customers) -> Customers:
        asked = self.value()
        return self.asked(queryset, asked) if asked in dict(self.wanted) else queryset

    def asked(self, customers: Customers, value: str) -> Customers:
        raise NotImplementedError


class _Days(NamedTuple):
    """Days past due, both included; None: without end."""

    first: int
    last: int | None


class LateFilter(_Filter):
    """By the loan that is longest past due, on the team's day."""

    title = _("days past due")
    parameter_name = "past_due"
    spans = {
        "1-7": _Days(1, 7),
        "8-30": _Days(8, 30),
        "31-90": _Days(31, 90),
        "91": _Days(91, None),
    }
    wanted = (
        ("none", _("Not past due")),
        ("1-7", _("1 to 7 days")),
        ("8-30", _("8 to 30 days")),
        ("31-90", _("31 to 90 days")),
        ("91", _("More than 90 days")),
    )

    def asked(self, customers: Customers, value: str) -> Customers:
        today = localdate(clock.now())
        due = Loan.objects.filter(customer=OuterRef("pk"), amount_due__gt=0)
        if value == "none":
            return customers.filter(~Exists(due.filter(due_date__lt=today)))
        days = self.spans[value]
        found = Exists(due.filter(due_date__lte=today - timedelta(days.first)))
        if days.last is None:
            return customers.filter(found)
        later = Exists(due.filter(due_date__lt=today - timedelta(days.last)))
        return customers.filter(found & ~later)


class HeldFilter(_Filter):
    title = _("hold")
    parameter_name = "held"
    wanted = (("yes", _("Contact is held")), ("no", _("No hold")))

    def asked(self, customers: Customers, value: str) -> Customers:
        held = Exists(holds.standing(clock.now()).filter(customer=OuterRef("pk")))
        return customers.filter(held if value == "yes" else ~held)


class NumberFilter(_Filter):
    """Whom a text cannot reach, and why: for a branch that asks them for a new number."""

    title = _("telephone")
    parameter_name = "number"
    wanted = (
        ("none", _("No number in use")),
        (ContactPoint.State.UNREACHABLE.value, _("A number is unreachable")),
        (ContactPoint.State.WRONG_PARTY.value, _("A number is somebody else's")),
    )

    def asked(self, customers: Customers, value: str) -> Customers:
        points = ContactPoint.objects.filter(customer=OuterRef("pk"), channel=Channel.SMS)
        if value == "none":
            return customers.filter(~Exists(points.filter(state=ContactPoint.State.ACTIVE)))
        return customers.filter(Exists(points.filter(state=value)))
