"""The order of things: servers, preparation, services; and back."""

import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from config.catalogue import compile_catalogues
from config.embedded.errors import EmbeddedError
from config.embedded.paths import private_folder
from config.embedded.processes import last_lines, spawn, stop, turn
from config.embedded.servers import Servers
from config.supervisor import commands
from config.supervisor.service import Service

LOOK_EVERY_SECONDS = 0.2
LOGS_EVERY_SECONDS = 10.0
WEB_READY_SECONDS = 300.0
"""On a machine that does much else the pages alone may take minutes to read."""
SAID_AFTER_SECONDS = 30.0
FAILURES_THAT_DO = 4
"""Whatever ended as often will end again."""
STOP_STEPS = ((signal.SIGTERM, 5.0), (signal.SIGQUIT, 1.0))  # finish what is begun, then at once


class Supervisor:
    """Runs everything of one data folder; `environ` is what the children get."""

    def __init__(
        self, *, servers: Servers, data: Path, environ: Mapping[str, str], host: str, port: int
    ) -> None:
        self._servers = servers
        self._environ = environ
        self._data = data
        self._logs = private_folder(data / "logs")
        self._logins = self._logs / "logins.txt"
        self._host = host
        self._port = port
        self._server_services: list[Service] = []
        self._services: list[Service] = []
        self._logs_at = 0.0

    @property
    def address(self) -> str:
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}"

    def run(self) -> None:
        """Until a signal raises `SystemExit` here; everything is stopped on the way out."""
        say("Starting the database and the broker …")
        try:
            with self._servers:
                self._watch_servers()
                try:
                    self._prepare()
                    self._start_services()
                    self._welcome()
                    self._keep_alive()
                finally:
                    ignore_signals()
                    say("Stopping …")
                    self._stop_services()
        finally:
            say("Stopped.")

    def _watch_servers(self) -> None:
        self._server_services = [
            Service(name, partial(self._servers.restart, name), say, process, time.monotonic())
            for name, process in self._servers.processes().items()
        ]

    def _prepare(self) -> None:
        compile_catalogues()
        say("Bringing the tables up to date …")
        kept = self._logs / "prepare.log"
        self._step("migrate", "--noinput", log=kept)
        self._step("collectstatic", "--noinput", log=kept)
        if commands.has_command("load_sample"):
            say("Looking after the sample data …")
            self._step("load_sample", "--if-empty", log=None)
        # The worker comes up after the pages: their first reader must not be told it is silent.
        self._step("seal", log=kept)
        self._logins.unlink(missing_ok=True)
        if commands.has_command("sample_logins"):
            self._step("sample_logins", log=self._logins)

    def _step(self, *argv: str, log: Path | None) -> None:
        """One `manage.py` command; its output on the console (None), or kept in `log`."""
        process = self._child(commands.manage(*argv), log=log)()
        try:
            code = process.wait()
        finally:
            stop(process, steps=())
        if code != 0:
            said = "" if log is None else f" The end of {log}:\n{last_lines(log, count=12)}"
            raise EmbeddedError(f"`manage.py {argv[0]}` failed with code {code}.{said}")

    def _start_services(self) -> None:
        schedule = self._data / "celerybeat-schedule"
        ours: dict[str, Sequence[str]] = {
            "web": commands.web(host=self._host, port=self._port),
            "worker": commands.worker(),
            "beat": commands.beat(schedule=schedule),
        }
        say("Starting the pages, the worker and the clock …")
        self._services = [
            Service(name, self._child(command, log=self._logs / f"{name}.log"), say)
            for name, command in ours.items()
        ]
        for service in self._services:
            service.tend(time.monotonic())

    def _child(
        self, command: Sequence[str], *, log: Path | None
    ) -> Callable[[], subprocess.Popen[bytes]]:
        # SIGKILL, as a polite end could wait for servers that are ending too. Gunicorn's and
        # Celery's own children follow their parent.
        return lambda: spawn(command, log=log, death_signal=signal.SIGKILL, environ=self._environ)

    def _welcome(self) -> None:
        self._wait_for_the_web()
        say(f"Ready: {self.address}")
        if self._logins.exists():
            say(self._logins.read_text().rstrip())
        say(f"Logs are in {self._logs}. Ctrl-C stops everything.")

    def _wait_for_the_web(self) -> None:
        begun, said = time.monotonic(), False
        while not answers(self.address):
            waited = time.monotonic() - begun
            if waited > SAID_AFTER_SECONDS and not said:
                said = True
                say("The pages are slow to start; the machine is busy. Still waiting …")
            failures = next(each.failures for each in self._services if each.name == "web")
            if waited > WEB_READY_SECONDS or failures >= FAILURES_THAT_DO:
                log = self._logs / "web.log"
                raise EmbeddedError(
                    f"The pages do not answer. The end of {log}:\n{last_lines(log, count=12)}"
                )
            self._tend()
            time.sleep(LOOK_EVERY_SECONDS)

    def _keep_alive(self) -> None:
        while True:
            self._tend()
            time.sleep(LOOK_EVERY_SECONDS)

    def _tend(self) -> None:
        now = time.monotonic()
        for service in (*self._server_services, *self._services):
            service.tend(now)
        if now >= self._logs_at:
            self._logs_at = now + LOGS_EVERY_SECONDS
            for log in self._logs.glob("*.log"):
                turn(log)

    def _stop_services(self) -> None:
        stop(*(s.process for s in self._services if s.process is not None), steps=STOP_STEPS)


def answers(address: str) -> bool:
    """Whether a web server answers there, whatever it says."""
    try:
        urllib.request.urlopen(address, timeout=10).close()  # noqa: S310  our own address
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def say(line: str) -> None:
    """A line for the person at the console."""
    print(line, file=sys.stderr, flush=True)
