"""One embedded Valkey: the broker and the cache."""

import os
import signal
import subprocess
import time
from pathlib import Path

from config.embedded import binaries
from config.embedded.errors import EmbeddedError
from config.embedded.lock import inherited_guard
from config.embedded.paths import Layout, private_folder
from config.embedded.processes import last_lines, spawn, stop

START_SECONDS = 30.0
STOP_STEPS = ((signal.SIGTERM, 5.0),)
SETTINGS = """\
port 0
bind 127.0.0.1
unixsocket {socket}
unixsocketperm 700
requirepass {password}
dir {folder}
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
"""


class Valkey:
    """The server of one layout; the caller holds the data folder's lock."""

    def __init__(self, *, layout: Layout, password: str) -> None:
        self._layout = layout
        self._password = password
        self._log = layout.logs / "valkey.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Bring the server up; `EmbeddedError` when it cannot."""
        folder = private_folder(self._layout.valkey)
        guard = folder / "guard"
        with inherited_guard(guard, seconds=START_SECONDS, name="Valkey") as held:
            self._layout.valkey_socket.unlink(missing_ok=True)
            self.process = spawn(
                [str(binaries.valkey_server()), str(self._written_settings(folder))],
                log=self._log,
                death_signal=signal.SIGTERM,
                guard=held,
            )
        self._wait_until_ready()

    def stop(self) -> None:
        if self.process is not None:
            stop(self.process, steps=STOP_STEPS)

    def _written_settings(self, folder: Path) -> Path:
        """In a file, as any user of the machine may read a command line."""
        path = folder / "valkey.conf"
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(
                SETTINGS.format(
                    socket=_quoted(self._layout.valkey_socket),
                    password=_quoted(self._password),
                    folder=_quoted(folder),
                )
            )
        return path

    def _wait_until_ready(self) -> None:
        import redis

        client = redis.Redis(
            unix_socket_path=str(self._layout.valkey_socket), password=self._password
        )
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                client.ping()
            except redis.RedisError as error:
                dead = self.process is None or self.process.poll() is not None
                if dead or time.monotonic() > deadline:
                    raise EmbeddedError(
                        f"Valkey did not start ({error}). The end of {self._log}:\n"
                        f"{last_lines(self._log)}"
                    ) from error
                time.sleep(0.02)
            else:
                client.close()
                return


def _quoted(value: object) -> str:
    """As valkey.conf wants a value with spaces or quotes in it."""
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
