"""What waits for whom: the rows of the approval queue, and who comes before and after in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from messaging.admin.approvals.kinds import page_of
from messaging.approval.kinds import Kind, all_kinds
from messaging.authoring import lender_reach
from messaging.models import LenderWording, Strategy, TemplateVersion
from messaging.models.approvable import Approvable, ApprovalState
from messaging.preview import portfolio

WAITING, MINE = "waiting", "mine"
MINUTES_A_DAY = 24 * 60
ROWS_PER_KIND = 100  # of what was decided, the newest; what waits is shown whole
REACHES_COUNTED = 20  # rows whose reach is worked out; each costs a look at the portfolio
_OPEN = (ApprovalState.DRAFT, ApprovalState.SUBMITTED, ApprovalState.REJECTED)


@dataclass(frozen=True)
class Row:
    """`reach`: customers it would go to today, of a strategy those it would write to; None where
    that is not worked out, as for answers, which people choose."""

    kind: Kind
    version: Any
    since: datetime
    waited: str
    reach: int | None = None

    @property
    def url(self) -> str:
        return page_of(self.version)


def tabs_for(person: User) -> dict[str, Any]:
    """Who decides about nothing sees all that waits, and is not told it waits for them."""
    return {
        WAITING: gettext_lazy("Waiting for me") if _decides(person) else gettext_lazy("Waiting"),
        MINE: gettext_lazy("Mine"),
        "approved": gettext_lazy("Approved"),
        "rejected": gettext_lazy("Rejected"),
    }


def rows_of(tab: str, *, person: User, now: datetime) -> list[Row]:
    """Oldest first; what was decided newest first."""
    found = [
        (_since(version), kind, version)
        for kind in all_kinds()
        if kind.may(person, "view")
        for version in _versions(kind, tab, person)
    ]
    found.sort(key=lambda row: row[0], reverse=tab not in (WAITING, MINE))
    counted = REACHES_COUNTED if tab in (WAITING, MINE) else 0
    return [
        Row(kind, version, since, waited(now - since), _reach(version, now, place < counted))
        for place, (since, kind, version) in enumerate(found)
    ]


def neighbours(version: Approvable, *, person: User) -> tuple[str, str]:
    """Pages of the requests before and after this one among those waiting for the person; empty
    at the ends. When it waits no more, the oldest one comes after it."""
    waiting = [
        (other.submitted_at, kind.code, other.pk, page_of(other))
        for kind in all_kinds()
        if kind.may(person, "view")
        for other in _versions(kind, WAITING, person)
    ]
    pages = [page for *_key, page in sorted(waiting)]
    own = page_of(version)
    if own not in pages:
        return "", pages[0] if pages else ""
    place = pages.index(own)
    return pages[place - 1] if place else "", (pages[place + 1 :] or [""])[0]


def waited(time: timedelta) -> str:
    """In the largest whole unit of days, hours, minutes."""
    minutes = max(0, int(time.total_seconds() // 60))
    if minutes >= MINUTES_A_DAY:
        days = minutes // MINUTES_A_DAY
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if minutes >= 60:
        return ngettext("%(n)s hour", "%(n)s hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


def _decides(person: User) -> bool:
    return any(kind.may(person, "approve") for kind in all_kinds())


def _versions(kind: Kind, tab: str, person: User) -> Any:
    versions = kind.versions()
    own = Q(author=person) | Q(submitted_by=person) | Q(editors__contains=[person.pk])
    if tab == WAITING:
        waiting = versions.filter(state=ApprovalState.SUBMITTED)
        if not _decides(person):
            return waiting
        return waiting.exclude(own) if kind.may(person, "approve") else waiting.none()
    if tab == MINE:
        return versions.filter(own, state__in=_OPEN)
    return versions.filter(state=tab).order_by("-decided_at")[:ROWS_PER_KIND]


def _since(version: Any) -> datetime:
    """When it came into the state it is in."""
    entered = {"submitted": version.submitted_at, "draft": version.edited_at}
    since: datetime = entered.get(version.state, version.decided_at)
    return since


def _reach(version: Any, now: datetime, wanted: bool) -> int | None:
    if wanted and isinstance(version, LenderWording):
        return lender_reach.reach(version.lender, now).people
    if wanted and isinstance(version, Strategy):
        return portfolio.reach_of_strategy(version, now)
    if not wanted or not isinstance(version, TemplateVersion) or not version.template.is_reminder:
        return None
    return portfolio.reach(version.template, now, language=version.language)
