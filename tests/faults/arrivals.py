"""What happens to people and runs while messages leave: opt-outs, payments, holds, stops, pauses.

Each is remembered with the moment at which the test saw its commit, and with what was on the wire
at that commit: whatever else a gateway reads afterwards has begun too late.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Any

from django.db import transaction

from accounts.holds import service as holds
from accounts.models import Customer, Hold, Loan, Repayment, User
from accounts.signals import loans_changed
from messaging.models import Message, Run, Stop
from messaging.models.choices import ContentClass
from messaging.models.message_states import MessageState
from messaging.runs import control
from messaging.stops import service as stops
from messaging.suppression import service as suppressions
from tests import make, make_stops
from tests.faults.people import Crowd, Person
from tests.faults.world import World


@dataclass
class Ban:
    """From `since` (machine's clock) until `until` nothing of `messages` may begin to leave;
    `on_the_wire` had begun by the commit."""

    what: str
    messages: frozenset[int]
    since: float
    on_the_wire: frozenset[int]
    until: float = float("inf")


@dataclass
class Arrivals:
    """Draws what happens next, does it, and keeps the bans that follow."""

    world: World
    crowd: Crowd
    random: Random
    bans: list[Ban] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    _endings: list[Callable[[], None]] = field(default_factory=list)
    _supervisor: User | None = None

    def one(self) -> None:
        """One arrival; what it stops or holds goes on with `end_all`."""
        kinds = [self.opt_out] * 3 + [self.payment] * 3 + [self.hold] * 2
        kinds += [self.stop_everything, self.stop_lender, self.stop_template, self.stop_gateway]
        kinds += [self.pause, *[self.opt_out_by_reply] * 3]
        kind = self.random.choice(kinds)
        self.seen[kind.__name__] = self.seen.get(kind.__name__, 0) + 1
        self.world.note(kind.__name__)
        self.world.patiently(kind)

    def end_all(self) -> None:
        while self._endings:
            self._endings.pop()()

    def opt_out(self) -> None:
        person = self._somebody()
        mine = Message.objects.filter(address_hash=person.address_hash)

        def commit() -> None:
            suppressions.suppress(
                channel="sms",
                address_hash=person.address_hash,
                kind="opt_out",
                source="reply:1",
                now=self._now(),
            )

        self._ban("opt_out", mine.exclude(content_class=ContentClass.CONFIRMATION), commit)

    def opt_out_by_reply(self) -> None:
        """Through the gateway and its webhook; the judge reads in the log when it was answered."""
        person = self._somebody()
        gateway = self.random.choice(sorted(self.world.gateways))
        text = self.random.choice(("退订", "T", "TD"))
        self.world.gateways[gateway].brings_reply(person.address, text)

    def payment(self) -> None:
        person = self._somebody()

        def commit() -> None:
            now = self._now()
            Loan.objects.filter(pk=person.loan_id).update(amount_due=0, updated_at=now)
            Repayment.objects.get_or_create(
                reference=f"P{person.loan_id}",
                defaults={
                    "loan_id": person.loan_id,
                    "paid_on": now.date(),
                    "amount": Decimal("1234.56"),
                    "recorded_at": now,
                },
            )
            loans_changed.send(sender=Loan, loan_ids={person.loan_id}, now=now)

        about = Message.objects.filter(candidate__loans__loan=person.loan_id)
        self._ban("payment", about, commit)

    def hold(self) -> None:
        person = self._somebody()
        placed: list[Hold] = []

        def commit() -> None:
            placed[:] = [
                holds.place(
                    customer=Customer.objects.get(pk=person.customer_id),
                    kind="manual",
                    reason="says it is not theirs",
                    source="test",
                    now=self._now(),
                )
            ]

        ban = self._ban("hold", Message.objects.filter(customer=person.customer_id), commit)
        self._later(
            ban, lambda: holds.release(placed[0], by=None, reason="settled", now=self._now())
        )

    def stop_everything(self) -> None:
        self._stop(Stop.Scope.ALL, None, Message.objects.all())

    def stop_lender(self) -> None:
        run = self.random.choice(self.crowd.runs)
        self._stop(Stop.Scope.LENDER, run.lender_id, Message.objects.filter(lender=run.lender_id))

    def stop_template(self) -> None:
        template = self.random.choice(self.crowd.versions).template_id
        about = Message.objects.filter(template_version__template=template)
        self._stop(Stop.Scope.TEMPLATE, template, about)

    def stop_gateway(self) -> None:
        """Everything by that gateway; by the others messages may go on."""
        code = self.random.choice(sorted(self.world.gateways))
        gateway = self.world.gateway_ids[code]
        self._stop(Stop.Scope.GATEWAY, gateway, Message.objects.all(), only=code)

    def pause(self) -> None:
        run = self.random.choice(self.crowd.runs)
        if Run.objects.get(pk=run.pk).state != Run.State.RELEASED:
            return

        def commit() -> None:
            if Run.objects.get(pk=run.pk).state == Run.State.RELEASED:
                control.pause(run.pk, by=self._staff())

        def resume() -> None:
            if Run.objects.get(pk=run.pk).state == Run.State.PAUSED:
                control.resume(run.pk, by=self._staff())

        ban = self._ban("pause", Message.objects.filter(run=run), commit)
        self._later(ban, resume)

    def _stop(self, scope: str, which: int | None, about: Any, *, only: str = "") -> None:
        def commit() -> None:
            stops.place(
                scope=scope, object_id=which, reason="test", by=self._staff(), now=self._now()
            )

        def lift() -> None:
            standing = Stop.objects.filter(scope=scope, object_id=which, lifted_at=None).first()
            if standing is not None:
                make_stops.lift(standing.pk, by=self._staff(), reason="checked", now=self._now())

        if Stop.objects.filter(scope=scope, object_id=which, lifted_at=None).exists():
            return
        self._later(self._ban(f"stop_{scope}{only and ':' + only}", about, commit), lift)

    def _ban(self, what: str, about: Any, commit: Callable[[], None]) -> Ban:
        """Commit, and note what the same transaction saw on the wire."""

        def act() -> tuple[frozenset[int], frozenset[int]]:
            with transaction.atomic():
                commit()
                states = dict(about.values_list("pk", "state"))
            begun = {pk for pk, state in states.items() if state == MessageState.HANDING_OVER}
            return frozenset(states), frozenset(begun)

        messages, begun = self.world.patiently(act)
        ban = Ban(what, messages, time.time(), begun)
        self.bans.append(ban)
        return ban

    def _later(self, ban: Ban, act: Callable[[], Any]) -> None:
        def end() -> None:
            ban.until = min(ban.until, time.time())
            self.world.patiently(act)

        self._endings.append(end)

    def _somebody(self) -> Person:
        """Rather one whose message is about to leave."""
        return self.random.choice(self.crowd.people[-150:])

    def _staff(self) -> User:
        if self._supervisor is None:
            self._supervisor = self.world.patiently(lambda: make.staff("supervisor"))
        return self._supervisor

    def _now(self) -> datetime:
        return self.world.clock.now()
