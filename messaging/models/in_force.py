"""What is in force at a moment: of what was approved, the newest that has begun.

Asked in sets: planning and sending look up everything they need with one query each.
"""

import json
from collections.abc import Collection, Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar

from django.db.models import Model, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _, gettext_lazy

from accounts.models import Lender
from messaging.content.lender_wording import Wording, read
from messaging.models import (
    CalendarYear,
    Gateway,
    LenderWording,
    PolicyVersion,
    Strategy,
    TemplateVersion,
)
from messaging.models.approvable import ApprovalState
from messaging.models.introduced import introduced
from messaging.policy.calendar import Calendar, days_between, read_year
from messaging.policy.document import read_policy
from messaging.policy.model import Policy

M = TypeVar("M", bound=Model)
_POLICIES_REMEMBERED = 32


NOT_INTRODUCED = gettext_lazy(
    "What is said of %(lender)s (name, hotline, hosts) is one person's word so far: another "
    "approves its first wording, then anything is planned or sent."
)


class NothingInForce(LookupError):
    """A lender has no approved policy or strategy that has begun. Nothing is planned or sent."""


def policy(lender: Lender, now: datetime) -> tuple[PolicyVersion, Policy]:
    """The lender's policy: the stored version and what it says. Raises NothingInForce, also as
    long as nobody but who added the lender has seen what is said of it."""
    version = _newest(PolicyVersion.objects.filter(introduced(), lender=lender), now)
    if version is None:
        if PolicyVersion.objects.filter(~introduced(), lender=lender).exists():
            raise NothingInForce(NOT_INTRODUCED % {"lender": lender})
        raise NothingInForce(_("No policy of %(lender)s is in force.") % {"lender": lender})
    return version, policy_of(version)


def standing_policies(now: datetime) -> list[PolicyVersion]:
    """The policy in force of every lender that has one."""
    begun = _begun(PolicyVersion.objects.filter(introduced()), now)
    return list(begun.order_by("lender_id", "-effective_from", "-number").distinct("lender_id"))


def policy_of(version: PolicyVersion) -> Policy:
    """What a stored version says. Raises PolicyError for a document that is no policy."""
    return _read(json.dumps(version.document, sort_keys=True))


def with_standing(versions: QuerySet[Any], per: Collection[str], now: datetime) -> QuerySet[Any]:
    """The versions, each with the id of the one in force of those with the same `per`.

    `standing_id` is None where none is. No more queries, however many rows.
    """
    others = versions.model._default_manager.all()
    if versions.model is PolicyVersion:
        others = others.filter(introduced())
    others = others.filter(**{name: OuterRef(name) for name in per})
    newest = _begun(others, now).order_by("-effective_from", "-number")
    found: QuerySet[Any] = versions.annotate(standing_id=Subquery(newest.values("pk")[:1]))
    return found


def strategy(lender: Lender, now: datetime) -> Strategy:
    """The lender's strategy. Raises NothingInForce."""
    version = _newest(Strategy.objects.filter(lender=lender), now)
    if version is None:
        raise NothingInForce(_("No strategy of %(lender)s is in force.") % {"lender": lender})
    return version


def standing_strategies(lender_ids: Collection[int], now: datetime) -> dict[int, Strategy]:
    """The strategy in force of each lender, by lender id; absent: none is."""
    begun = _begun(Strategy.objects.filter(lender_id__in=lender_ids), now)
    newest = begun.order_by("lender_id", "-effective_from", "-number").distinct("lender_id")
    return {version.lender_id: version for version in newest}


def wordings(lender_ids: Collection[int], now: datetime) -> dict[int, Wording]:
    """What borrowers may read of each lender, by lender id; absent: nothing is approved."""
    begun = _begun(LenderWording.objects.filter(lender_id__in=lender_ids), now)
    newest = begun.order_by("lender_id", "-effective_from", "-number").distinct("lender_id")
    return {
        version.lender_id: read(version.texts, version.products, version.payment)
        for version in newest
    }


def template_versions(
    template_ids: Collection[int], now: datetime
) -> dict[tuple[int, str], TemplateVersion]:
    """The wording in force of each template, by (template id, language); absent: none is."""
    standing = _begun(TemplateVersion.objects.filter(template_id__in=template_ids), now)
    newest = standing.order_by("template_id", "language", "-effective_from", "-number").distinct(
        "template_id", "language"
    )
    return {(version.template_id, version.language): version for version in newest}


def newest_begun(versions: Iterable[TemplateVersion], now: datetime) -> dict[str, TemplateVersion]:
    """Of one template's versions, already read, those in force by language."""
    begun = [
        (version.effective_from, version.number, version)
        for version in versions
        if version.state == ApprovalState.APPROVED
        and version.effective_from is not None
        and version.effective_from <= now
    ]
    return {
        version.language: version for _begin, _number, version in sorted(begun, key=lambda b: b[:2])
    }


def gateways(now: datetime) -> list[Gateway]:
    """Every approved gateway that is open and carries messages, by code."""
    carrying = Gateway.objects.filter(open=True, for_testing=False)
    return list(_begun(carrying, now).order_by("code"))


def testing_gateways(now: datetime) -> list[Gateway]:
    """Those that carry texts to colleagues' own telephones: marked so, or a sandbox's; by code."""
    testing = Gateway.objects.filter(Q(for_testing=True) | Q(driver="sandbox"), channel="sms")
    return list(_begun(testing.filter(open=True), now).order_by("code"))


def channels(now: datetime) -> frozenset[str]:
    """Those on which something can be written: they have a gateway that is open."""
    return frozenset(gateway.channel for gateway in gateways(now))


def calendar_version(country: str, year: int, now: datetime) -> CalendarYear | None:
    """The confirmed work calendar of a country's year; None: the year is unknown."""
    return _newest(CalendarYear.objects.filter(country=country, year=year), now)


def calendar_years(
    country: str, now: datetime, years: Collection[int] | None = None
) -> dict[int, Calendar]:
    """The odd days of a country's confirmed years; of these years only, if any are named."""
    rows = _begun(CalendarYear.objects.filter(country=country), now)
    if years is not None:
        rows = rows.filter(year__in=years)
    newest = rows.order_by("year", "-effective_from", "-number").distinct("year")
    return {row.year: read_year(row.days, row.year) for row in newest}


def calendar_days(
    country: str, first: date, last: date, now: datetime, *, odd_only_after: date | None = None
) -> Calendar:
    """Each day from `first` to `last` that is known: of the years confirmed by `now`. One query."""
    years = calendar_years(country, now, range(first.year, last.year + 1))
    return days_between(years, first, last, odd_only_after=odd_only_after)


def _begun(versions: QuerySet[M], now: datetime) -> QuerySet[M]:
    return versions.filter(state=ApprovalState.APPROVED, effective_from__lte=now)


def _newest(versions: QuerySet[M], now: datetime) -> M | None:
    return _begun(versions, now).order_by("-effective_from", "-number").first()


@lru_cache(maxsize=_POLICIES_REMEMBERED)
def _read(document: str) -> Policy:
    return read_policy(json.loads(document))
