"""What an emergency stop covers, in figures and name by name: on the wire, waiting, already sent.

Messages are found by the runs that are alive, and each count stops early, so that the cost
follows the day and not what was ever sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.lists import counting, keyset
from accounts.lists.keyset import KeysetPage
from accounts.models import Lender
from messaging.models import Gateway, GatewayState, Message, Run, Stop, TemplateVersion, in_force
from messaging.models.message_states import OPEN, MessageState

Mode = GatewayState.Mode
PAGE = 50
GOT_IT = (
    MessageState.ACCEPTED,
    MessageState.DELIVERED,
    MessageState.UNDELIVERED,
    MessageState.UNKNOWN,
    MessageState.UNRESOLVED,
)
"""Handed over: the gateway has them, or may have."""


@dataclass(frozen=True, slots=True)
class Covered:
    """What is stopped from `at` on, and since when what was sent counts (None: from the start).
    `until`: when the stop was lifted; what left afterwards does not count."""

    scope: str
    object_id: int | None
    at: datetime
    since: datetime | None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers of messages, none above `counting.UNDER_A_STOP` + 1. `unclear` of `sent` have no
    known outcome."""

    on_the_wire: int
    waiting: int
    sent: int
    unclear: int


def covered_by(stop: Stop) -> Covered:
    """A stop that stands or stood. What was sent counts from the beginning of its day; of a run,
    all of it."""
    since = _since(stop.scope, stop.object_id, stop.at)
    return Covered(stop.scope, stop.object_id, stop.at, since, stop.lifted_at)


def would_cover(scope: str, object_id: int | None, *, now: datetime) -> Covered:
    """The same, before it is placed."""
    return Covered(scope, object_id, now, _since(scope, object_id, now))


def standing_over(run: Run) -> list[Stop]:
    """Stops under which nothing of this run leaves. One query."""
    whole = (
        Q(scope=Stop.Scope.ALL)
        | Q(scope=Stop.Scope.LENDER, object_id=run.lender_id)
        | Q(scope=Stop.Scope.RUN, object_id=run.pk)
    )
    return list(Stop.objects.filter(whole, lifted_at=None).order_by("at"))


def figures(covered: Covered, *, now: datetime) -> Figures:
    """The numbers at this moment. Their queries do not grow with the rows."""
    reach, waiting = _Reach(covered), _waiting(covered, now)
    in_flight = Message.objects.filter(reach.which)
    return Figures(
        on_the_wire=_count(in_flight.filter(state=MessageState.HANDING_OVER)),
        waiting=_count(reach.with_a_run(waiting, state__in=OPEN))
        + _count(reach.without_a_run(waiting, state__in=OPEN)),
        sent=_count(reach.with_a_run(reach.which, reach.when, state__in=GOT_IT))
        + _count(reach.without_a_run(reach.which, reach.when, state__in=GOT_IT)),
        unclear=_count(in_flight.filter(reach.when, state=MessageState.UNKNOWN)),
    )


def still_waiting(covered: Covered, *, now: datetime) -> QuerySet[Message]:
    """Reminders of runs that have not begun to leave. Answers and confirmations are none of them:
    whoever waits for one asked for it."""
    return _Reach(covered).with_a_run(_waiting(covered, now), state__in=OPEN)


def on_the_wire(covered: Covered) -> list[Message]:
    """Whom a gateway is being told to write to at this moment; one page of them."""
    rows = Message.objects.filter(_Reach(covered).which, state=MessageState.HANDING_OVER)
    return list(_shown(rows).order_by("-handed_over_at", "-pk")[:PAGE])


def who_got_it(covered: Covered, *, after: str = "", size: int = PAGE) -> KeysetPage[Message]:
    """A page of those it was handed over to. Raises ValueError for an `after` it never gave."""
    reach, older = _Reach(covered), _older_than(after)
    found: list[tuple[datetime, int]] = []  # first which, then who: joined only for one page
    for rows in (
        reach.with_a_run(reach.which, reach.when, older, state__in=GOT_IT),
        reach.without_a_run(reach.which, reach.when, older, state__in=GOT_IT),
    ):
        places = rows.order_by("-handed_over_at", "-pk").values_list("handed_over_at", "pk")
        found += [(at, pk) for at, pk in places[: size + 1] if at is not None]
    found.sort(reverse=True)
    page = KeysetPage.cut(found, size, keyset.write)
    messages = _shown(Message.objects.filter(pk__in=[pk for _at, pk in page.rows]))
    return KeysetPage(list(messages.order_by("-handed_over_at", "-pk")), page.after)


def all_who_got_it(covered: Covered) -> Iterator[Message]:
    """Every one of them, page by page."""
    after, size = "", 1000
    while True:
        page = who_got_it(covered, after=after, size=size)
        yield from page.rows
        if not page.after:
            return
        after = page.after


class _Reach:
    """The conditions of a stop's scope, as queries the indexes of messages can serve."""

    def __init__(self, covered: Covered) -> None:
        self._covered = covered
        self.which = _which(covered)
        self.when = Q()
        if covered.since is not None:
            self.when &= Q(handed_over_at__gte=covered.since)
        if covered.until is not None:
            self.when &= Q(handed_over_at__lt=covered.until)
        self._runs = _runs(covered)

    def with_a_run(self, *conditions: Q, **columns: object) -> QuerySet[Message]:
        return Message.objects.filter(*conditions, run__in=self._runs, **columns)

    def without_a_run(self, *conditions: Q, **columns: object) -> QuerySet[Message]:
        """Answers to opt-outs belong to no run and to no template."""
        if self._covered.scope in (Stop.Scope.RUN, Stop.Scope.TEMPLATE, Stop.Scope.VERSION):
            return Message.objects.none()
        return Message.objects.filter(*conditions, run=None, **columns)


def _which(covered: Covered) -> Q:
    if covered.scope == Stop.Scope.LENDER:
        return Q(lender=covered.object_id)
    if covered.scope == Stop.Scope.RUN:
        return Q(run=covered.object_id)
    if covered.scope == Stop.Scope.GATEWAY:
        return Q(gateway=covered.object_id)
    if covered.scope == Stop.Scope.TEMPLATE:
        versions = TemplateVersion.objects.filter(template=covered.object_id)
        return Q(template_version__in=list(versions.values_list("pk", flat=True)))
    if covered.scope == Stop.Scope.VERSION:
        return Q(template_version=covered.object_id)
    return Q()


def _waiting(covered: Covered, now: datetime) -> Q:
    """Of what has not begun to leave: which is covered. What another gateway would take is not."""
    if covered.scope != Stop.Scope.GATEWAY:
        return _which(covered)
    gateway = Gateway.objects.filter(pk=covered.object_id or 0).first()
    mine = set(gateway.content_classes) if gateway else set()
    out_of_use = set(
        Stop.objects.filter(scope=Stop.Scope.GATEWAY, lifted_at=None).values_list(
            "object_id", flat=True
        )
    ) | set(GatewayState.objects.filter(mode=Mode.PAUSED).values_list("gateway_id", flat=True))
    for other in in_force.gateways(now):
        if other.pk != covered.object_id and other.pk not in out_of_use:
            mine -= set(other.content_classes)
    return Q(state=MessageState.CLAIMED, gateway=covered.object_id) | Q(
        state=MessageState.QUEUED, content_class__in=sorted(mine)
    )


def _runs(covered: Covered) -> list[int | None]:
    """Released before the stop and not ended before its day."""
    if covered.scope == Stop.Scope.RUN:
        return [covered.object_id]
    alive = Q(ended_at=None) | Q(ended_at__gte=covered.since)
    runs = Run.objects.filter(alive, released_at__lte=covered.at)
    if covered.scope == Stop.Scope.LENDER:
        runs = runs.filter(lender=covered.object_id)
    return list(runs.values_list("pk", flat=True))


def _since(scope: str, object_id: int | None, at: datetime) -> datetime | None:
    """Midnight before `at`: by the lender's clock, else by the team's. None: from the start."""
    if scope == Stop.Scope.RUN:
        return None
    zone = timezone.get_default_timezone()
    if scope == Stop.Scope.LENDER:
        name = Lender.objects.filter(pk=object_id or 0).values_list("timezone", flat=True).first()
        zone = ZoneInfo(name) if name else zone
    return at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)


def _count(rows: QuerySet[Message]) -> int:
    return counting.count(rows, counting.UNDER_A_STOP)


def _shown(rows: QuerySet[Message]) -> QuerySet[Message]:
    related = ("customer", "contact_point", "gateway", "template_version__template", "lender")
    return rows.select_related(*related).defer("body")


def _older_than(after: str) -> Q:
    if not after:
        return Q()
    key = keyset.read(after, (datetime, int))
    if key is None:
        raise ValueError(after)
    moment, last = key
    return Q(handed_over_at__lt=moment) | Q(handed_over_at=moment, pk__lt=last)
