"""PostgreSQL and Valkey of one data folder, as one thing that starts and stops."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from config.embedded import addresses, identity
from config.embedded.errors import EmbeddedError
from config.embedded.lock import Lock
from config.embedded.paths import Layout, private_folder
from config.embedded.postgres import Postgres
from config.embedded.secrets import server_passwords
from config.embedded.valkey import Valkey

POSTGRES, VALKEY = "PostgreSQL", "Valkey"


class Server(Protocol):
    process: subprocess.Popen[bytes] | None

    def start(self) -> None: ...
    def stop(self) -> None: ...


class DataFolderBusy(EmbeddedError):
    """Another process runs the servers of this folder."""


class Servers:
    """The embedded servers of `data_dir`, held by its lock from `start` to `stop`.

    `wanted` names those to run; `durable` false gives up safety after a power cut for speed.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        wanted: Sequence[str] = (POSTGRES, VALKEY),
        durable: bool = True,
        purpose: str = "the embedded servers",
    ) -> None:
        self._data = data_dir.resolve()
        self._wanted = wanted
        self._durable = durable
        self._purpose = purpose
        self.lock = Lock(self._data / "lock")
        self._running: dict[str, Server] = {}

    @property
    def database_url(self) -> str:
        return addresses.embedded(self._data).database_url

    @property
    def redis_url(self) -> str:
        return addresses.embedded(self._data).redis_url

    def start(self) -> None:
        """Start what is wanted and wait until it answers; `DataFolderBusy` when somebody did."""
        self._take_lock()
        try:
            for name, server in self._prepared().items():
                self._running[name] = server
                server.start()
        except BaseException:
            self.stop()
            raise

    def refuse_second_start(self) -> None:
        """Raise `DataFolderBusy` now rather than at `start`."""
        self._take_lock()
        self.lock.release()

    def _take_lock(self) -> None:
        if not self.lock.take(purpose=self._purpose):
            raise DataFolderBusy(
                f"The data folder {self._data} is already in use by {self.lock.holder()}. "
                "Stop that one first, or name another folder in HUANCUI_DATA."
            )

    def stop(self) -> None:
        """Stop in the opposite order of the start and let go of the folder."""
        for server in reversed(list(self._running.values())):
            server.stop()
        self._running.clear()
        self.lock.release()

    def processes(self) -> dict[str, subprocess.Popen[bytes]]:
        """The running servers by name."""
        return {n: s.process for n, s in self._running.items() if s.process is not None}

    def restart(self, name: str) -> subprocess.Popen[bytes]:
        """Start a dead server again on the same data; `EmbeddedError` when it does not come."""
        server = self._running[name]
        try:
            server.start()
        except EmbeddedError:
            server.stop()
            raise
        return self.processes()[name]

    def remove(self) -> None:
        """Delete all that the servers wrote; only for a folder that was made for this run."""
        home = identity.recorded_home(self._data)
        sockets = Layout(self._data, home).sockets
        for folder in {sockets, home, self._data}:
            shutil.rmtree(folder, ignore_errors=True)

    def _prepared(self) -> dict[str, Server]:
        if not self._wanted:
            return {}
        who = identity.settle(self._data)
        layout = Layout(self._data, who.home)
        passwords = server_passwords(layout.passwords)
        private_folder(layout.logs)
        private_folder(layout.sockets, owner=who.owner)
        made: dict[str, Server] = {
            POSTGRES: Postgres(
                layout=layout, identity=who, passwords=passwords, durable=self._durable
            ),
            VALKEY: Valkey(layout=layout, password=passwords["valkey"]),
        }
        return {name: server for name, server in made.items() if name in self._wanted}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()
