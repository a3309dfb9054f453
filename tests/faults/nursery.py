"""Forks real Celery workers, beats and web servers on demand, with everything imported already.

A worker that is killed is back within a tenth of a second instead of some seconds, so that
hundreds of faults fit into minutes. Reads one JSON command per line on stdin and answers each with
one line: {"start": name, "argv": [...]}, {"tend": true}, {"kill": name, "signal": 9}.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

from tests.faults import web

AS_THE_PRODUCT = "as-the-product"
"""Before the rest of an argv: with the product's own ticks and claims."""
PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


class Nursery:
    """Children by name; those that end are started again by `tend`, until told otherwise."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._argv: dict[str, list[str]] = {}
        self._pids: dict[str, int] = {}
        self.restarts = 0

    def start(self, name: str, argv: list[str]) -> int:
        self._argv[name] = argv
        self._pids[name] = self._fork(name, argv)
        return self._pids[name]

    def forget(self, name: str) -> None:
        """End it and do not start it again."""
        self._argv.pop(name)
        _signal_group(self._pids.pop(name), signal.SIGKILL)

    def kill(self, name: str, number: int, *, group: bool) -> int:
        pid = self._pids[name]
        _signal_group(pid, number) if group else os.kill(pid, number)
        return pid

    def tend(self) -> dict[str, int]:
        """Start again what ended; the pid of each."""
        for pid in _ended():
            for name, known in list(self._pids.items()):
                if known == pid and name in self._argv:
                    self._pids[name] = self._fork(name, self._argv[name])
                    self.restarts += 1
        return dict(self._pids)

    def _fork(self, name: str, argv: list[str]) -> int:
        pid = os.fork()
        if pid:
            return pid
        try:
            _become_a_child(self._logs / f"{name}.log")
            _run(argv)
        except SystemExit:
            pass  # a web server's own child, on its way out
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)


def _become_a_child(log: Path) -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    os.setpgid(0, 0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)


def _run(argv: list[str]) -> None:
    from messaging.replies import reading
    from tests.faults.app import app, as_the_product

    if argv[0] == "web":
        web.serve(port=int(argv[1]), workers=int(argv[2]))
        return
    if argv[0] == AS_THE_PRODUCT:
        as_the_product()
        argv = argv[1:]
    else:  # nearly two seconds of its processor time, where hardly a reply comes
        reading.make_ready = lambda: None
    sys.argv = ["celery", *argv]
    app.start(argv=argv)


def _ended() -> list[int]:
    ended: list[int] = []
    while True:
        try:
            pid, _status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return ended
        if pid == 0:
            return ended
        ended.append(pid)


def _signal_group(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, number)


def _obey(nursery: Nursery, command: dict[str, Any]) -> Any:
    match command:
        case {"start": str(name), "argv": list(argv)}:
            return nursery.start(name, argv)
        case {"forget": str(name)}:
            return nursery.forget(name)
        case {"kill": str(name), "signal": int(number), "group": bool(group)}:
            return nursery.kill(name, number, group=group)
        case {"tend": _}:
            return {"pids": nursery.tend(), "restarts": nursery.restarts}
    raise ValueError(command)


def _make_ready() -> None:
    """Once for all children: what a worker loads, checks and works out before its first task, which
    is nine tenths of the processor time of its start. Frozen, it is not looked through again by
    each of them."""
    import celery.apps.beat
    import celery.apps.worker
    import celery.bin.celery  # noqa: F401
    from django.core.checks import run_checks

    from messaging.content import review
    from tests.faults import app  # noqa: F401

    run_checks()
    review.make_ready()
    gc.collect()
    gc.freeze()


def main() -> None:
    _make_ready()
    nursery = Nursery(Path(os.environ["FAULTS_WORLD"]) / "logs")
    print("ready", flush=True)
    for line in sys.stdin:
        try:
            answer = {"ok": _obey(nursery, json.loads(line))}
        except Exception as error:
            answer = {"error": repr(error)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
