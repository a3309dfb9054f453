"""A world of its own per scenario: a database, a clock, gateways, workers and beat.

with world.running(machine, folder) as it:
    it.gateway("g1", rate=100)          # a process that counts what it is given
    it.processes.worker("w1")
    it.waits(lambda: it.open_messages() == 0)
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import redis
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import Q

from accounts.models import Loan
from config.embedded import addresses
from messaging.models import Message, Run
from messaging.models.message_states import OPEN, MessageState
from tests import make_outbox
from tests.faults import processes
from tests.faults.clock import Turning
from tests.faults.gateway import DRIVER, GatewayProcess, free_port
from tests.faults.processes import Processes
from tests.faults.servers import POSTGRES, Machine

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 9, 15, 1, 0, tzinfo=UTC)  # Tuesday, 09:00 in Shanghai
PATIENCE_SECONDS = 180.0  # in a second on an idle machine
DISPATCH, SWEEP = "messaging.tasks.dispatch_tick", "messaging.tasks.sweep"
INBOUND = "messaging.tasks.work_inbound"
SECRETS = ("SECRET_KEY", "FIELD_KEYS", "INDEX_KEY", "SUPPRESSION_KEY")


class World:
    """Everything a scenario touches. Use from the main thread."""

    zone = SHANGHAI

    def __init__(self, machine: Machine, home: Path, database: str, starts_at: datetime) -> None:
        self.machine = machine
        self.home = home
        self.database = database
        for folder in ("armed", "fired", "logs"):
            (home / folder).mkdir(parents=True)
        self.clock = Turning(home / "clock", starts_at=starts_at)
        self.gateways: dict[str, GatewayProcess] = {}
        self.gateway_ids: dict[str, int] = {}
        self.processes = Processes(self._environ(), home)

    def gateway(self, code: str, *, rate: int = 100, timeout: int = 2, **columns: Any) -> int:
        """An approved gateway and the process behind it; the gateway's id."""
        process = GatewayProcess(code, self.home / f"{code}.jsonl")
        self.gateways[code] = process
        own = columns.pop("settings", {})
        made = make_outbox.gateway(
            code=code,
            driver=DRIVER,
            rate_per_second=rate,
            timeout_seconds=timeout,
            settings={**process.settings, **own},
            credentials_ref=process.credentials_ref,
            **columns,
        )
        self.gateway_ids[code] = made.pk
        return made.pk

    def team(self, *, workers: int = 2, children: int = 2, as_the_product: bool = False) -> None:
        """Workers w1 … and one beat."""
        for n in range(workers):
            name = f"w{n + 1}"
            self.processes.worker(name, children=children, as_the_product=as_the_product)
        self.processes.beat("beat", as_the_product=as_the_product)

    def pages(self, *, workers: int = 1) -> str:
        """A web server; its address."""
        port = free_port()
        self.processes.web(port, workers=workers)
        return f"http://127.0.0.1:{port}"

    def webhooks(self, **receipts: Any) -> None:
        """The pages, at whose webhooks the gateways bring receipts (`receipts`: as the reference
        server takes them) and replies."""
        pages = self.pages()
        for code, gateway in self.gateways.items():
            base = f"{pages}/gateways/{code}"
            gateway.knows_doors(f"{base}/receipts", f"{base}/replies", receipts)

    def arm(self, name: str, spec: str, *, where: str = "dispatch_tick") -> None:
        """The next task of that name that begins (or page: "web") takes this failpoint up, once."""
        draft = self.home / f"draft.{name}"
        draft.write_text(spec)
        draft.rename(self.home / "armed" / f"{name}.{where}")

    def fired(self, name: str) -> int | None:
        """The process in which it acted; None as long as it has not."""
        for said in (self.home / "fired").glob(f"{name}.*.fired"):
            with contextlib.suppress(IndexError):
                return int(said.read_text().split()[1])
        return None

    def let_go_on(self) -> None:
        """Wake what is stopped."""
        for pid in self.stopped():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    @contextlib.contextmanager
    def database_stopped(self) -> Iterator[None]:
        """Stopped in good order, and started again."""
        connection.close()
        self.machine.stop_database()
        yield
        self.machine.start_again(POSTGRES)

    def stopped(self) -> list[int]:
        """Processes of this world that somebody has stopped."""
        return [pid for pid in self.processes.all() if processes.is_stopped(pid)]

    def disarm(self, name: str) -> None:
        for armed in (self.home / "armed").glob(f"{name}.*"):
            armed.unlink(missing_ok=True)

    def tick(self, task: str = DISPATCH, *, times: int = 1) -> None:
        """Publish a task once more, as a second beat or an impatient person would."""
        from celery import Celery

        from config.embedded.addresses import celery_broker_url

        app = Celery(
            "faults", broker=celery_broker_url(self.machine.redis_url), set_as_current=False
        )
        queue = "send" if task == DISPATCH else "default"
        with contextlib.closing(app):
            for _ in range(times):
                app.send_task(task, queue=queue, retry=False, ignore_result=True)

    def waits(
        self, done: Callable[[], bool], *, for_what: str, seconds: float = PATIENCE_SECONDS
    ) -> None:
        """Look again and again, starting again what dies meanwhile."""
        deadline = time.monotonic() + seconds
        while not self.patiently(done):
            assert time.monotonic() < deadline, f"{for_what}: not within {seconds} s{self.story()}"
            self.processes.tend()
            time.sleep(0.05)

    def passes_until(
        self, done: Callable[[], bool], *, for_what: str, step: float, seconds: float = 60.0
    ) -> None:
        """Let this world's time go by in steps while its workers work, until it is done."""

        def done_or_later() -> bool:
            if done():
                return True
            time.sleep(0.25)
            self.clock.passes(step)
            return False

        self.waits(done_or_later, for_what=for_what, seconds=seconds)

    @staticmethod
    def patiently(act: Callable[[], Any]) -> Any:
        """Once more when the database was away."""
        for _ in range(40):
            try:
                return act()
            except (OperationalError, InterfaceError) as error:
                if "deadlock" in str(error):
                    raise
                connection.close()
                time.sleep(0.1)
        return act()

    @staticmethod
    def open_messages() -> int:
        states = [*OPEN, MessageState.HANDING_OVER]
        return Message.objects.filter(state__in=states).count()

    def due_messages(self) -> int:
        """Those that a worker would take now."""
        due = Message.objects.filter(state="queued", not_before__lte=self.clock.now())
        return due.filter(run__state=Run.State.RELEASED).count()

    def forget_broker(self) -> None:
        with redis.Redis.from_url(self.machine.redis_url) as broker:
            broker.flushall()

    def note(self, what: str) -> None:
        """A line in this world's diary, for whoever looks into a failure."""
        with (self.home / "diary").open("a") as diary:
            diary.write(f"{time.time():.2f} {self.clock.now():%F %T} {what}\n")

    def story(self) -> str:
        """What to look at when something went wrong."""
        states = {}
        with contextlib.suppress(Exception), connection.cursor() as cursor:
            cursor.execute(
                "SELECT state, reason, count(*), min(not_before) FROM messaging_message"
                " GROUP BY 1, 2 ORDER BY 3 DESC"
            )
            states = cursor.fetchall()
        return f"\nnow {self.clock.now():%F %T}; messages: {states}; logs in {self.home}"

    def come_to_rest(self, *, seconds: float = 4 * PATIENCE_SECONDS) -> None:
        """Let time go by, today and the days after, until nothing is open and no run is left.

        The ledger is told anew every morning, so that nothing is held back as stale.
        """
        deadline = time.monotonic() + seconds
        told = self.clock.now()
        while not self.patiently(self._is_at_rest):
            assert time.monotonic() < deadline, f"it does not come to rest{self.story()}"
            self.processes.tend()
            time.sleep(0.2)
            self.clock.passes(self.patiently(self._until_something_is_due))
            if self.clock.now() - told > timedelta(hours=20):
                told = self.clock.now()
                self.patiently(partial(Loan.objects.update, as_of=told))

    @staticmethod
    def _is_at_rest() -> bool:
        states = [*OPEN, MessageState.HANDING_OVER, MessageState.UNKNOWN]
        left = Message.objects.filter(state__in=states).exists()
        return not left and not Run.objects.exclude(state=Run.State.FINISHED).exists()

    def _until_something_is_due(self) -> float:
        """Seconds: a little as long as something moves, else until the next thing happens."""
        now = self.clock.now()
        moving = Q(state__in=["claimed", "handing_over"]) | Q(state="queued", not_before__lte=now)
        if Message.objects.filter(moving).exists():
            return 20.0
        later = Message.objects.filter(state="queued", not_before__gt=now)
        soonest = later.order_by("not_before").values_list("not_before", flat=True).first()
        if soonest is None:
            return 1800.0
        return min(1800.0, max(5.0, (soonest - now).total_seconds() + 1))

    def close(self) -> None:
        self.processes.stop()
        for gateway in self.gateways.values():
            gateway.stop()

    def _environ(self) -> dict[str, str]:
        ours = {name for name in os.environ if name.startswith("HUANCUI_")}
        environ = {name: value for name, value in os.environ.items() if name not in ours}
        return {
            **environ,
            **{f"HUANCUI_{name}": str(getattr(settings, name)) for name in SECRETS},
            "HUANCUI_MODE": "sandbox",
            "HUANCUI_DATA": str(self.home / "app"),
            "DATABASE_URL": (url := self.machine.database_url(self.database)),
            **{name: addresses.of_kind(url, kind) for kind, name in addresses.OWN_URL.items()},
            "REDIS_URL": self.machine.redis_url,
            "FAULTS_WORLD": str(self.home),
            "FAULTS_DRIVERS": DRIVER,
            **GatewayProcess.environ,
        }


@contextlib.contextmanager
def running(machine: Machine, home: Path, *, starts_at: datetime = MORNING) -> Iterator[World]:
    """A fresh world; afterwards every process of it is gone, and its database too."""
    database = machine.new_database()
    with machine.pointed_at(database):
        made = World(machine, home, database, starts_at)
        made.forget_broker()
        try:
            yield made
        finally:
            made.close()
            connection.close()
    machine.drop_database(database)


def dump(path: Path, data: Any) -> None:
    path.write_text(json.dumps(data, default=str, indent=1))
