"""Faults by name, dealt from a shuffled deck: every kind, and every named place with every action.

A round's seed says which hand it is dealt and everything it draws, so that a round can be run
again.
"""

from __future__ import annotations

import itertools
import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from random import Random

from messaging.models import GatewayState
from messaging.outbox import failpoints
from tests.faults import people
from tests.faults.arrivals import Arrivals
from tests.faults.gateway import GatewayProcess
from tests.faults.servers import POSTGRES, VALKEY
from tests.faults.world import DISPATCH, INBOUND, SWEEP, World

ACTIONS = ("kill", "stop", "sleep", "raise")
GATEWAY_FAULTS = (
    *("429", "503", "500", "hang", "slow", "close_before_reading", "close_after_reading"),
    *("accept_half", "garbage", "cut_answer"),
)
PLACES = sorted(failpoints.PLACES)
FIRES_WITHIN_SECONDS = 20.0
NOT_REACHED = " (not reached)"
FEW_DUE, TOP_UP = 60, 80

HANDS = {
    "kill a worker": 3,
    "kill a worker's child": 5,
    "kill a worker with all its children": 3,
    "stall a worker": 3,
    "kill beat": 2,
    "kill the web server": 2,
    "two beats": 2,
    "double the ticks": 3,
    "kill PostgreSQL": 4,
    "kill Valkey": 3,
    "kill Valkey and lose its data": 3,
    "gateway down": 3,
    "gateway stalled": 2,
    "single messages refused": 2,
    "clock set past the window": 3,
    "clock set back": 2,
    "leases run out under live workers": 3,
    **{f"gateway: {fault}": 2 for fault in GATEWAY_FAULTS},
    **{f"{place}={action}": 1 for place in PLACES for action in ACTIONS},
}


def deck(base: int) -> list[str]:
    """Every fault as often as HANDS says, shuffled."""
    cards = [name for name, times in HANDS.items() for _ in range(times)]
    Random(base).shuffle(cards)
    return cards


def hand(base: int, number: int, size: int) -> list[str]:
    """What the round of that number is dealt, going around the deck."""
    endless = itertools.cycle(deck(base))
    return list(itertools.islice(endless, number * size, (number + 1) * size))


class Chaos:
    """Injects faults into a world, one after the other, while things arrive and time passes."""

    def __init__(self, world: World, arrivals: Arrivals, random: Random) -> None:
        self.world, self.arrivals, self.random = world, arrivals, random
        self.done: Counter[str] = Counter()
        self._serial = 0
        self._extra_beats: list[str] = []

    def inject(self, name: str) -> None:
        """One fault, from its beginning to its end, while messages leave."""
        self._have_traffic()
        place, _, action = name.partition("=")
        if action:
            happened = self._failpoint(place, action)
        elif name.startswith("gateway: "):
            happened = self._gateway_fault(name.removeprefix("gateway: "))
        else:
            act: Callable[[], None] = getattr(self, "_" + _identifier(name))
            act()
            happened = True
        said = name if happened else f"{name}{NOT_REACHED}"
        self.done[said] += 1
        self.world.note(said)
        self.breathe()

    def _have_traffic(self) -> None:
        """Something due, and a gateway that is not paused."""
        until = time.monotonic() + 60
        self._top_up()
        while not self.world.patiently(self._a_gateway_works):
            assert time.monotonic() < until, f"every gateway stays paused{self.world.story()}"
            self.world.processes.tend()
            self.world.clock.passes(30)
            self.world.tick(SWEEP)
            time.sleep(0.1)
        self.world.tick(times=2)

    def _top_up(self) -> None:
        if self.world.patiently(self.world.due_messages) < FEW_DUE:
            now = self.world.clock.now()
            self.world.patiently(lambda: people.more(self.arrivals.crowd, TOP_UP, now=now))

    @staticmethod
    def _a_gateway_works() -> bool:
        return GatewayState.objects.exclude(mode=GatewayState.Mode.PAUSED).exists()

    def breathe(self) -> None:
        """A moment of work, with an arrival now and then, and some of this world's time."""
        self.world.processes.tend()
        time.sleep(self.random.uniform(0.05, 0.3))
        self.world.clock.passes(self.random.uniform(5, 40))
        if self.random.random() < 0.6:
            self.arrivals.one()
            time.sleep(self.random.uniform(0.0, 0.3))
        if self.random.random() < 0.8:
            self.arrivals.end_all()

    def calm_down(self) -> None:
        """Everything works again."""
        for name in self._extra_beats:
            self.world.processes.forget(name)
        for gateway in self.world.gateways.values():
            gateway.always()
            gateway.next_calls([])
        for armed in (self.world.home / "armed").iterdir():
            armed.unlink(missing_ok=True)
        self._let_the_stopped_go_on()
        self.arrivals.end_all()

    # Processes

    def _kill_a_worker(self) -> None:
        self.world.processes.signal(self._worker(), signal.SIGKILL)

    def _kill_a_worker_with_all_its_children(self) -> None:
        self.world.processes.signal(self._worker(), signal.SIGKILL, group=True)

    def _kill_a_workers_child(self) -> None:
        child = self._child()
        if child:
            _signal(child, signal.SIGKILL)

    def _stall_a_worker(self) -> None:
        child = self._child()
        if child:
            self._stall(child)

    def _kill_beat(self) -> None:
        self.world.processes.signal("beat", signal.SIGKILL)

    def _kill_the_web_server(self) -> None:
        self.arrivals.opt_out_by_reply()
        self.world.processes.signal("web", signal.SIGKILL, group=True)

    def _two_beats(self) -> None:
        name = f"beat{len(self._extra_beats) + 2}"
        self._extra_beats.append(name)
        self.world.processes.beat(name)

    def _double_the_ticks(self) -> None:
        self.world.tick(times=8)
        self.world.tick(SWEEP, times=4)

    # Servers

    def _kill_postgresql(self) -> None:
        self.world.machine.kill(POSTGRES)
        self._wait(0.0, 0.6)
        self.world.machine.start_again(POSTGRES)

    def _kill_valkey(self) -> None:
        self._kill_broker(lose=False)

    def _kill_valkey_and_lose_its_data(self) -> None:
        self._kill_broker(lose=True)

    def _kill_broker(self, *, lose: bool) -> None:
        self.world.machine.kill(VALKEY)
        if lose:
            self.world.machine.lose_the_brokers_data()
        self._wait(0.0, 0.8)
        self.world.machine.start_again(VALKEY)

    # Gateways

    def _gateway_fault(self, fault: str) -> bool:
        """For the next few calls; whether any of them came."""
        calls = self.random.randint(1, 4)
        for gateway in self.world.gateways.values():
            gateway.next_calls([fault] * calls)
        reached = self._until(
            lambda: any(gateway.calls_to_come() < calls for gateway in self.world.gateways.values())
        )
        for gateway in self.world.gateways.values():
            gateway.next_calls([])
        return reached

    def _gateway_down(self) -> None:
        gateway = self._gateway()
        gateway.goes_down()
        self._wait(0.3, 1.0)
        gateway.comes_up()

    def _gateway_stalled(self) -> None:
        gateway = self._gateway()
        gateway.stalls()
        self._wait(0.5, 2.5)
        gateway.goes_on()

    def _single_messages_refused(self) -> None:
        gateway = self._gateway()
        gateway.always(refuse={"probability": 0.2}, retry={"probability": 0.3})
        self._wait(0.3, 1.0)
        gateway.always()

    # Clocks

    def _clock_set_past_the_window(self) -> None:
        """Somebody sets the wall clock to the night, and back after a while."""
        now = self.world.clock.now().astimezone(self.world.zone)
        ahead = (22.5 - now.hour - now.minute / 60) * 3600
        self.world.clock.is_set(ahead)
        self._wait(0.3, 0.8)
        self.world.clock.is_set(-ahead)

    def _clock_set_back(self) -> None:
        """By half an hour or to before the window opened, and right again."""
        back = self.random.choice((1800.0, 6 * 3600.0))
        self.world.clock.is_set(-back)
        self._wait(0.3, 0.8)
        self.world.clock.is_set(back)

    def _leases_run_out_under_live_workers(self) -> None:
        self.world.clock.passes(200)
        self.world.tick(SWEEP)

    # Named places

    def _failpoint(self, place: str, action: str) -> bool:
        """Whether a worker came by within some seconds and it happened there."""
        self._let_the_stopped_go_on()
        self._serial += 1
        name = f"f{self._serial}"
        wanted = f"sleep:{self.random.uniform(0.5, 2.5):.1f}" if action == "sleep" else action
        often = place.startswith(("handover", "driver", "record"))
        spec = f"{place}={wanted}@{self.random.randint(1, 2) if often else 1}"
        where, task = self._where(place)
        self.world.arm(name, spec, where=where)
        if place.startswith("inbound"):
            self.arrivals.opt_out_by_reply()
            self.arrivals.opt_out_by_reply()
        reached = self._until(lambda: self.world.fired(name) is not None, task=task)
        self.world.disarm(name)
        if action == "stop" and reached:
            self._until(lambda: bool(self.world.stopped()))
            self._let_the_stopped_go_on(passing=True)
        return reached

    def _where(self, place: str) -> tuple[str, str]:
        """Who comes by there, and the task that brings them."""
        if place == "inbound.stored":
            return "web", INBOUND
        if place.startswith("inbound"):
            return self.random.choice(("web", "work_inbound")), INBOUND
        if place.startswith("sweep"):
            return "sweep", SWEEP
        return "dispatch_tick", DISPATCH

    def _let_the_stopped_go_on(self, *, passing: bool = False) -> None:
        for pid in self.world.stopped():
            if passing:
                self._wait(0.2, 0.8)
                self.world.clock.passes(self.random.choice((1, 30, 90, 200)))
            _signal(pid, signal.SIGCONT)

    # Choosing and waiting

    def _worker(self) -> str:
        return self.random.choice([n for n in self.world.processes.tend() if n.startswith("w")])

    def _child(self) -> int:
        children = self.world.processes.children_of(self._worker())
        return self.random.choice(children) if children else 0

    def _gateway(self) -> GatewayProcess:
        return self.world.gateways[self.random.choice(sorted(self.world.gateways))]

    def _stall(self, pid: int) -> None:
        _signal(pid, signal.SIGSTOP)
        self._wait(0.3, 1.0)
        self.world.clock.passes(self.random.choice((1, 30, 90, 200)))
        self._wait(0.1, 0.5)
        _signal(pid, signal.SIGCONT)

    def _wait(self, least: float, most: float) -> None:
        time.sleep(self.random.uniform(least, most))

    def _until(self, done: Callable[[], bool], *, task: str = DISPATCH) -> bool:
        """Give it some seconds, with time passing and tasks coming so that something is due."""
        begun = time.monotonic()
        for turn in itertools.count():
            if done():
                return True
            if time.monotonic() - begun > FIRES_WITHIN_SECONDS:
                return False
            if turn == 20:
                self.arrivals.end_all()  # nothing comes by while everything is stopped
            if turn % 10 == 5:
                self._top_up()
                self.world.tick(task, times=2)
            time.sleep(0.05)
            self.world.clock.passes(1)
            self.world.processes.tend()
        return False


def _identifier(name: str) -> str:
    return name.lower().replace("'", "").replace(" ", "_")


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
