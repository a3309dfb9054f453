"""`python -m config.embedded run [--durable] -- COMMAND…`: a command with fresh servers of its own.

They give up safety after a power cut for speed, unless `--durable` says to write as in production.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from config.embedded.ensure import missing_servers
from config.embedded.errors import EmbeddedError
from config.embedded.processes import end_with_parent, spawn, stop
from config.embedded.servers import POSTGRES, VALKEY, Servers

USAGE = "Use: python -m config.embedded run [--durable] -- COMMAND [ARGUMENT…]"
STOP_STEPS = ((signal.SIGTERM, 10.0),)


def main(argv: Sequence[str]) -> int:
    """Exit code of the command; 1 with a sentence when the servers cannot run, 2 for misuse."""
    before, command = _divided(argv)
    if not command or before not in (["run"], ["run", "--durable"]):
        print(USAGE, file=sys.stderr)
        return 2
    wanted = missing_servers(os.environ)
    if not wanted:
        os.execvp(command[0], command)  # noqa: S606
    end_with_parent(signal.SIGTERM)
    try:
        return with_servers(command, wanted=wanted, durable="--durable" in before)
    except EmbeddedError as error:
        print(error, file=sys.stderr)
        return 1


def _divided(argv: Sequence[str]) -> tuple[list[str], list[str]]:
    """What stands before and after the first `--`."""
    words = list(argv)
    at = words.index("--") if "--" in words else len(words)
    return words[:at], words[at + 1 :]


def with_servers(command: Sequence[str], *, wanted: Sequence[str], durable: bool = False) -> int:
    """Run the command with servers in a temporary folder, which is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="huancui-"))
    servers = Servers(folder, wanted=wanted, durable=durable, purpose="a test run")
    signal.signal(signal.SIGTERM, _raise_exit)
    try:
        with servers:
            child = spawn(
                command,
                log=None,
                death_signal=signal.SIGKILL,
                environ=_with_addresses(servers, wanted=wanted, folder=folder),
            )
            return _wait_and_forward(child)
    finally:
        servers.remove()


def _with_addresses(servers: Servers, *, wanted: Sequence[str], folder: Path) -> dict[str, str]:
    ours = {
        POSTGRES: ("DATABASE_URL", servers.database_url),
        VALKEY: ("REDIS_URL", servers.redis_url),
    }
    data = {"HUANCUI_DATA": str(folder / "app")}
    mode = {"HUANCUI_MODE": os.environ.get("HUANCUI_MODE") or "sandbox"}
    return {**os.environ, **data, **mode, **dict(ours[name] for name in wanted)}


def _wait_and_forward(child: subprocess.Popen[bytes]) -> int:
    """Pass signals on to the child; 128 + signal when one ended it, as shells say it."""

    def forward(number: int, _frame: object) -> None:
        if child.poll() is None:
            child.send_signal(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, forward)
    try:
        code = child.wait()
    finally:
        stop(child, steps=STOP_STEPS)
    return code if code >= 0 else 128 - code


def _raise_exit(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
