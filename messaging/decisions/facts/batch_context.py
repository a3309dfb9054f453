"""What all messages of a batch share: lender, policy, calendar, gateways, emergency stops."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache

from accounts.models import Lender
from accounts.rules.lender_day import lender_day
from messaging.decisions.facts.on_file import NOTHING_ON_FILE, OnFile, read_on_file
from messaging.decisions.facts.routes import route
from messaging.decisions.facts.sender import Sender, sender_of
from messaging.models import Gateway, GatewayState, Stop, in_force
from messaging.policy.calendar import Calendar
from messaging.policy.model import Policy
from messaging.policy.windows import HORIZON_DAYS

NEAR = timedelta(days=2)
"""Around `now` every day is read, so that no time zone's today is missing."""


@dataclass(frozen=True)
class Frame:
    """Read once per batch, after the locks; `gather` adds what differs from message to message.
    What follows from it for every message is worked out once."""

    lender: Lender
    policy: Policy
    now: datetime
    calendar: Calendar
    gateways: tuple[Gateway, ...]
    stops: frozenset[tuple[str, int | None]]
    sender: Sender
    paused: frozenset[int] = frozenset()
    """Gateways whose circuit breaker is open."""
    on_file: OnFile = NOTHING_ON_FILE

    @cached_property
    def today(self) -> date:
        """The lender's day: what days past due are counted by."""
        return lender_day(self.lender, self.now)

    @cached_property
    def channels(self) -> frozenset[str]:
        """Those on which something can be written."""
        return frozenset(gateway.channel for gateway in self.gateways)

    @cached_property
    def _by_channel(self) -> dict[str, list[Gateway]]:
        found: dict[str, list[Gateway]] = defaultdict(list)
        for gateway in self.gateways:
            found[gateway.channel].append(gateway)
        return dict(found)

    @cached_property
    def _out_of_use(self) -> frozenset[int]:
        return self.paused | {which for scope, which in self.stops if scope == "gateway" and which}

    def gateway_for(
        self,
        channel: str,
        content_class: str,
        *,
        turn: int = 0,
        avoid: int | None = None,
        lacking: Collection[int] = (),
    ) -> Gateway | None:
        """The gateway a message of this channel and class takes; see `routes.route`."""
        return route(
            self._by_channel.get(channel, ()),
            content_class,
            turn=turn,
            out_of_use=self._out_of_use,
            avoid=avoid,
            lacking=lacking,
        )

    def stops_covering(
        self,
        *,
        run_id: int | None,
        template_ids: Collection[int | None],
        version_id: int | None,
        gateway_id: int | None,
    ) -> tuple[str, ...]:
        """Scopes of the emergency stops in force that cover such a message. `template_ids`: its
        template's, and that of which this is a variant."""
        if not self.stops:
            return ()
        covering = (
            ("all", None),
            ("lender", self.lender.pk),
            ("run", run_id),
            *(("template", template_id) for template_id in template_ids),
            ("version", version_id),
            ("gateway", gateway_id),
        )
        return tuple(scope for scope, which in covering if (scope, which) in self.stops)


def read_frame(*, lender: Lender, policy: Policy, now: datetime) -> Frame:
    """Five queries, and one more where a carrier sends only what it has on file."""
    gateways = tuple(in_force.gateways(now))
    return Frame(
        lender=lender,
        policy=policy,
        now=now,
        calendar=_calendar(policy, now),
        gateways=gateways,
        on_file=read_on_file(gateways),
        sender=sender_of(lender, now, policy),
        stops=frozenset(Stop.objects.filter(lifted_at=None).values_list("scope", "object_id")),
        paused=frozenset(
            GatewayState.objects.filter(mode=GatewayState.Mode.PAUSED).values_list(
                "gateway_id", flat=True
            )
        ),
    )


def _calendar(policy: Policy, now: datetime) -> Calendar:
    """The days near `now`, and beyond them only those that are not like their weekday."""
    today = now.date()
    days = in_force.calendar_days(
        policy.country,
        today - NEAR,
        today + timedelta(days=HORIZON_DAYS + 2),
        now,
        odd_only_after=today + NEAR,
    )
    return _kept(days)


@lru_cache(maxsize=32)
def _kept(calendar: Calendar) -> Calendar:
    """The same object for the same days: the policy keeps its timetables by identity."""
    return calendar
