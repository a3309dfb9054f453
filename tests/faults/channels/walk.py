"""A seeded walk of one lender's evening and the days after, over four channels: carriers fail,
workers die, receipts come late and twice, and people opt out, answer, pay and are held meanwhile.

Workers are threads with connections of their own; one that dies loses what it had not committed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from accounts.holds import service as holds
from accounts.models import ContactPoint, Customer, Lender, Loan, User
from accounts.signals import loans_changed
from messaging.dispatch import session
from messaging.dispatch.claim import claim
from messaging.dispatch.handover import hand_over
from messaging.dispatch.sweep import sweep
from messaging.gateways.webhooks.entries import InboundReceipt
from messaging.inbound import receipts, replies
from messaging.models import Gateway, Message, Stop
from messaging.models.message_states import OPEN, MessageState
from messaging.outbox import failpoints
from messaging.planning.service import plan
from messaging.runs.release import release
from messaging.stops import service as stops
from messaging.suppression import service as suppressions
from tests import make, make_channels, make_runs, make_stops
from tests.faults.channels.carriers import MODES, Carriers
from tests.make_outbox import FixedClock

ZONE = ZoneInfo("Asia/Shanghai")
OPENS, CLOSES = 8, 22
CHANNELS = ("sms", "email", "push", "wechat")
PLAN = "sms, email 4, push 24, wechat 4"
PEOPLE = 40
AT_ONCE = 3
TURNS = 2
NOT_REACHED = " (not reached)"
PLACES = tuple(sorted(place for place in failpoints.PLACES if not place.startswith("inbound")))


class Killed(BaseException):
    """A worker's end, which nothing in it may catch."""


@dataclass(frozen=True)
class Ban:
    """Between `since` and `until` (places in the walk) nothing of this customer may begin to leave,
    but what was on the wire at the commit. `channel`: only there, and by what follows it.
    `followers`: only what takes another's place."""

    what: str
    since: int
    on_the_wire: frozenset[int]
    customer_id: int | None = None
    channel: str = ""
    followers: bool = False
    until: float = float("inf")


@dataclass
class Walk:
    random: Random
    clock: FixedClock
    carriers: Carriers
    people: list[Customer] = field(default_factory=list)
    bans: list[Ban] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    undelivered: dict[int, int] = field(default_factory=dict)
    """Message → the place at which its carrier's bad news was handed in."""
    _endings: list[Callable[[], None]] = field(default_factory=list)
    _told: set[int] = field(default_factory=set)
    _staff: User | None = None

    def begin(self, lender: Lender) -> None:
        """A released run of reminders, each with all four channels ahead."""
        for _n in range(PEOPLE):
            customer = make.customer()
            make_channels.address(customer, "email")
            make_channels.address(customer, "push", f"dev-{customer.pk}:token")
            make_channels.address(customer, "wechat", f"o{customer.pk:027d}")
            make.loan(lender=lender, customer=customer)
            self.people.append(customer)
        run = plan(lender=lender, day=make.DAY, by=make_runs.planner(), now=make.MORNING)
        count = run.candidates.filter(to_send=True).count()
        release(
            run.pk,
            by=make.staff("supervisor"),
            now=make.MORNING,
            expected_count=count,
            send_at_once=self.random.random() < 0.5,
        )
        self._staff = make.staff("supervisor")
        self.clock.wall = make.MORNING + timedelta(hours=10, minutes=30)

    # One step

    def cards(self) -> list[Callable[[], None]]:
        """Everything that goes wrong or happens, shuffled: each death, each fault of a carrier."""
        dealt: list[Callable[[], None]] = [
            *[partial(self._a_worker_dies, place) for place in PLACES],
            *[partial(self._a_carrier_fails, each, mode) for each in CHANNELS for mode in MODES],
            *[self._both_workers, self._time_passes] * 12,
            *[self._receipts] * 18,
            *[self._opts_out, self._opts_out, self._pays, self._is_held, self._answers] * 2,
            *[self._acts_while_workers_work] * 8,
            self._all_is_stopped,
        ]
        self.random.shuffle(dealt)
        return dealt

    def come_to_rest(self) -> None:
        """Everything works again, and days go by until nothing is left to be sent."""
        self.carriers.mode.clear()
        while self._endings:
            self._endings.pop()()
        for _n in range(60):
            for _turn in range(PEOPLE // AT_ONCE):
                self._dispatch()
            self._work(1)
            self._hand_in(self._news(all_of_it=True))
            open_now = {*OPEN, MessageState.HANDING_OVER, MessageState.UNKNOWN}
            left = Message.objects.filter(state__in=open_now).exists()
            if not left and not Message.objects.exclude(next_channel="").exists():
                return
            self._passes(timedelta(hours=2))
        stuck = list(
            Message.objects.exclude(next_channel="", state__in=["delivered"]).values_list(
                "pk", "state", "reason", "next_channel", "not_before"
            )[:20]
        )
        raise AssertionError(f"it does not come to rest: {stuck}")

    # Faults

    def _both_workers(self) -> None:
        self.done["both workers at once"] += 1
        self._work(2)

    def _a_worker_dies(self, place: str) -> None:
        """There, the first time one comes by, beside another that lives on."""
        armed = failpoints._Armed(_die, 1)
        failpoints._armed[place] = armed
        try:
            for _turn in range(TURNS):
                if not armed.reached:
                    self._work(2)
        finally:
            failpoints._armed.clear()
        self.done[f"killed at {place}" if armed.reached else f"{place}{NOT_REACHED}"] += 1

    def _a_carrier_fails(self, channel: str, mode: str) -> None:
        self.carriers.mode[channel] = mode
        self.done[f"{channel}: {mode}"] += 1
        self._work(1)

    def _receipts(self) -> None:
        """Of what has arrived: some, in any order, some twice; beside a sweep now and then."""
        news = self._news()
        if self.random.random() < 0.4:
            news += self.random.sample(news, len(news) // 2)
            self.done["receipts twice"] += 1
        self.random.shuffle(news)
        beside = [self._elsewhere(self._sweep) for _n in range(self.random.choice((0, 1, 2)))]
        self._hand_in(news)
        for each in beside:
            each.result(60)
        self.done["receipts"] += 1

    def _time_passes(self) -> None:
        """Also into the night, and out of it again."""
        hour = self.clock.wall.astimezone(ZONE).hour
        is_night = not OPENS <= hour < CLOSES
        self._passes(timedelta(hours=8 if is_night else self.random.choice((0.01, 0.5, 2, 4))))
        self.done["time passes"] += 1

    # What people do

    def _acts_while_workers_work(self) -> None:
        workers = [self._elsewhere(self._dispatch), self._elsewhere(self._sweep)]
        self.random.choice((self._opts_out, self._pays, self._is_held, self._answers))()
        for each in workers:
            each.result(60)

    def _opts_out(self) -> None:
        customer, channel = self._somebody(), self.random.choice(CHANNELS)
        point = ContactPoint.objects.get(customer=customer, channel=channel)

        def commit() -> None:
            suppressions.suppress(
                channel=channel,
                address_hash=bytes(point.address_hash),
                kind="opt_out",
                source="test",
                now=self.clock.wall,
            )

        self._ban("opt-out", commit, customer_id=customer.pk, channel=channel)

    def _pays(self) -> None:
        customer = self._somebody()

        def commit() -> None:
            ids = set(customer.loans.values_list("pk", flat=True))
            Loan.objects.filter(pk__in=ids).update(amount_due=0)
            loans_changed.send(sender=Loan, loan_ids=ids, now=self.clock.wall)

        self._ban("payment", commit, customer_id=customer.pk)

    def _is_held(self) -> None:
        customer = self._somebody()
        placed: list[Any] = []

        def commit() -> None:
            placed.append(
                holds.place(
                    customer=customer,
                    kind="manual",
                    reason="says it is not theirs",
                    source="test",
                    now=self.clock.wall,
                )
            )

        def end() -> None:
            holds.release(placed[0], by=None, reason="settled", now=self.clock.wall)

        self._ends(self._ban("hold", commit, customer_id=customer.pk), end)

    def _answers(self) -> None:
        """From any channel: what they were told has reached them."""
        customer, channel = self._somebody(), self.random.choice(CHANNELS)
        address = ContactPoint.objects.get(customer=customer, channel=channel).address
        sent = Message.objects.filter(customer=customer, handed_over_at__isnull=False)
        if not sent.exists():
            return

        def commit() -> None:
            replies.take(address=address, text="谢谢", now=self.clock.wall, channel=channel)

        self._ban("reply", commit, customer_id=customer.pk, followers=True)

    def _all_is_stopped(self) -> None:
        if Stop.objects.filter(lifted_at=None).exists():
            return
        assert self._staff is not None

        def commit() -> None:
            stops.place(
                scope=Stop.Scope.ALL,
                object_id=None,
                reason="test",
                by=self._staff,
                now=self.clock.wall,
            )

        def end() -> None:
            standing = Stop.objects.get(lifted_at=None)
            make_stops.lift(standing.pk, by=self._staff, reason="checked", now=self.clock.wall)

        self._ends(self._ban("stop", commit), end)

    def _somebody(self) -> Customer:
        """Rather one of whose reminder more may come."""
        more = Message.objects.exclude(next_channel="", follows=None)
        open_now = {*more.values_list("customer_id", flat=True)}
        return self.random.choice([c for c in self.people if c.pk in open_now] or self.people)

    def _ban(self, what: str, commit: Callable[[], None], **columns: Any) -> int:
        """Commit, and note what the same transaction saw on the wire; the ban's place in `bans`."""
        with transaction.atomic():
            commit()
            on_the_wire = frozenset(
                Message.objects.filter(state=MessageState.HANDING_OVER).values_list("pk", flat=True)
            )
        self.bans.append(Ban(what, self.carriers.place(), on_the_wire, **columns))
        self.done[what] += 1
        return len(self.bans) - 1

    def _ends(self, number: int, act: Callable[[], None]) -> None:
        def end() -> None:
            self.bans[number] = Ban(**{**vars(self.bans[number]), "until": self.carriers.place()})
            act()

        self._endings.append(end)

    # Working

    def _work(self, workers: int) -> None:
        """So many workers at once, and a sweep beside them."""
        if self._endings and self.random.random() < 0.8:
            self._endings.pop(self.random.randrange(len(self._endings)))()
        tasks = [self._dispatch] * workers + [self._sweep]
        for each in [self._elsewhere(task) for task in tasks]:
            each.result(60)
        if self.random.random() < 0.4:
            self.carriers.mode.clear()

    def _dispatch(self) -> None:
        """A little of the queue, so that much is left to go wrong."""
        with session.guarded():
            claimed = claim(now=self.clock.wall, limit=AT_ONCE).claimed
            hand_over(claimed, clock=self.clock.clock)

    def _sweep(self) -> None:
        sweep(clock=self.clock.clock)

    def _elsewhere(self, task: Callable[[], None]) -> Future[None]:
        def run() -> None:
            try:
                task()
            except Killed:
                pass
            finally:
                connection.close()

        pool = ThreadPoolExecutor(max_workers=1)
        future = pool.submit(run)
        pool.shutdown(wait=False)
        return future

    def _passes(self, span: timedelta) -> None:
        self.clock.passes(span.total_seconds())
        Loan.objects.update(as_of=self.clock.wall)

    # Receipts

    def _news(self, *, all_of_it: bool = False) -> list[tuple[str, InboundReceipt]]:
        """What carriers have to say of what arrived, once each; some of it they keep for later."""
        found = []
        for line in list(self.carriers.log):
            if not line.arrived or line.message_id in self._told:
                continue
            if all_of_it or self.random.random() < 0.6:
                self._told.add(line.message_id)
                result = self.random.choice(("undelivered", "undelivered", "delivered", "read"))
                found.append((line.channel, _receipt(line.message_id, result)))
        return found

    def _hand_in(self, news: Sequence[tuple[str, InboundReceipt]]) -> None:
        gateways = {gateway.channel: gateway for gateway in Gateway.objects.all()}
        for channel, receipt in news:
            if receipt.result == "undelivered" and receipt.message_id is not None:
                self.undelivered.setdefault(receipt.message_id, self.carriers.place())
            receipts.take(gateway=gateways[channel], incoming=[receipt], now=self.clock.wall)


def _receipt(message_id: int, result: str) -> InboundReceipt:
    return InboundReceipt(result=result, message_id=message_id)


def _die() -> None:
    raise Killed
