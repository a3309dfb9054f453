"""Starting and ending child processes so that none outlives its owner."""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from config.embedded.errors import EmbeddedError

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
LOG_LIMIT_BYTES = 20_000_000
LAST_WAIT_SECONDS = 5.0

_libc = ctypes.CDLL(None)


def end_with_parent(death_signal: signal.Signals) -> None:
    """Ask the kernel for `death_signal` when the process that started this one ends."""
    _libc.prctl(PR_SET_PDEATHSIG, int(death_signal))


def spawn(
    command: Sequence[str],
    *,
    log: Path | None,
    death_signal: signal.Signals,
    environ: Mapping[str, str] | None = None,
    user: int | None = None,
    guard: int | None = None,
) -> subprocess.Popen[bytes]:
    """Start `command` in a process group of its own; it gets `death_signal` when we die.

    The kernel sends that signal when the *thread* that forked ends, hence the main thread only.
    `log` None leaves output on our console. `guard` is a descriptor the child keeps open.
    """
    if not sys.platform.startswith("linux"):
        raise EmbeddedError("The embedded servers need Linux; set DATABASE_URL and REDIS_URL.")
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("processes are started from the main thread only")
    owner = os.getpid()

    def follow_owner() -> None:
        end_with_parent(death_signal)
        if os.getppid() != owner:  # the owner died before the request above
            os._exit(1)

    with contextlib.ExitStack() as stack:
        output = None if log is None else stack.enter_context(_opened(log))
        return subprocess.Popen(  # noqa: S603
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=environ,
            process_group=0,
            user=user,
            group=user,
            extra_groups=None if user is None else [],
            pass_fds=() if guard is None else (guard,),
            preexec_fn=follow_owner,
        )


def stop(
    *processes: subprocess.Popen[bytes], steps: Sequence[tuple[signal.Signals, float]]
) -> None:
    """Send each signal to all and wait its seconds; who is still there is killed with its group."""
    for number, seconds in steps:
        for process in processes:
            process.send_signal(number)
        _wait_for_all(processes, seconds=seconds)
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    _wait_for_all(processes, seconds=LAST_WAIT_SECONDS)


def _wait_for_all(processes: Sequence[subprocess.Popen[bytes]], *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=max(0.0, deadline - time.monotonic()))


def last_lines(log: Path, *, count: int = 5) -> str:
    """The end of a log file, for an error message."""
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-count:])
    except OSError:
        return ""


def turn(log: Path) -> bool:
    """One that has grown large becomes `.1`; whether it had. Whoever writes to it goes on: it
    appends, so that it begins anew in the emptied file."""
    try:
        if log.stat().st_size <= LOG_LIMIT_BYTES:
            return False
    except FileNotFoundError:
        return False
    old = log.with_name(f"{log.name}.1")
    draft = log.with_name(f".{old.name}")
    shutil.copy2(log, draft)
    os.truncate(log, 0)
    draft.replace(old)
    return True


@contextlib.contextmanager
def _opened(log: Path) -> Iterator[BinaryIO]:
    """Append to the log."""
    turn(log)
    with open(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as file:
        yield file
