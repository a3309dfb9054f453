"""What changed since yesterday in what borrowers are told and by which rules, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from accounts.models import User
from feedback.models import ConversationEvent
from messaging.approval.kinds import Kind, all_kinds
from messaging.models import Stop, Trial
from messaging.models.approvable import ApprovalState

SINCE = timedelta(days=1)
MOST = 20
What = ConversationEvent.What


@dataclass(frozen=True, slots=True)
class Change:
    """One approval, or something taken out of use. `why`: what its author wrote for the approver;
    of what is retired, why it was."""

    kind: Kind
    version: Any
    at: datetime
    retired: bool = False

    @property
    def why(self) -> str:
        said = self.version.decision_reason if self.retired else self.version.author_note
        return str(said)


def changed(person: User, now: datetime) -> list[Change]:
    """What was put into force or taken out of use, newest first. One query a kind. What was retired
    as a newer version had replaced it says no reason, and is not told."""
    since = now - SINCE
    begun = Q(state=ApprovalState.APPROVED, decided_at__gt=since, decided_at__lte=now)
    over = Q(state=ApprovalState.RETIRED, retired_at__gt=since, retired_at__lte=now)
    found = []
    for kind in all_kinds():
        if not kind.may(person, "view"):
            continue
        rows = kind.versions().filter(begun | over & ~Q(decision_reason=""))
        for each in rows.order_by(Coalesce("retired_at", "decided_at").desc())[:MOST]:
            retired = each.state == ApprovalState.RETIRED
            at = each.retired_at if retired else each.decided_at
            found.append(Change(kind, each, at, retired=retired))
    return sorted(found, key=lambda each: each.at, reverse=True)[:MOST]


def ended_trials(now: datetime) -> list[Trial]:
    ended = Trial.objects.filter(ended_at__gt=now - SINCE, ended_at__lte=now)
    return list(ended.select_related("lender").order_by("-ended_at"))


def left(now: datetime) -> list[tuple[str, int]]:
    """Colleagues who left since yesterday, and how many of their conversations are free again."""
    since = now - SINCE
    events = ConversationEvent.objects.filter(what=What.LEFT, at__gt=since, at__lte=now)
    counted = events.order_by().values_list("detail").annotate(Count("conversation", distinct=True))
    numbers = {int(detail.removeprefix("user:")): number for detail, number in counted}
    people = User.objects.filter(pk__in=numbers).order_by("pk") if numbers else ()
    return [(str(person), numbers[person.pk]) for person in people]


def stops() -> list[Stop]:
    """Emergency stops in force."""
    return list(Stop.objects.filter(lifted_at=None).order_by("-at"))


def stops_since(now: datetime) -> list[tuple[datetime, Stop, bool]]:
    """Those placed or lifted since yesterday, newest first; True: it was lifted then."""
    since = now - SINCE
    recent = Stop.objects.filter(Q(at__gt=since) | Q(lifted_at__gt=since)).order_by("-at")[:MOST]
    found = [(each.at, each, False) for each in recent if each.at > since]
    found += [
        (each.lifted_at, each, True) for each in recent if each.lifted_at and each.lifted_at > since
    ]
    return sorted(found, key=lambda each: each[0], reverse=True)
