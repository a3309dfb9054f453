"""`python -m tests.at_once`: the fast tests in the pauses of those that wait.

Browser and fault tests wait for processes, clocks and pages for a part of their time; the fast ones
only work. These have servers of their own and take what the others leave of the processors, whose
timing stays as it is without them. What the others say is shown when they have ended.

On servers that are given, the test databases of both would bear the same names: one half goes
after the other.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from config.embedded.ensure import missing_servers

OWN_SERVERS = [sys.executable, "-m", "config.embedded", "run", "--"]
FAST = [
    *OWN_SERVERS,
    *(sys.executable, "-m", "pytest"),
    *("-n", "2", "--dist", "worksteal", "-m", "not browser and not faults"),
]
WAITING = [*OWN_SERVERS, sys.executable, "-m", "tests.side_by_side"]
SERVERS = 2
STEPS_BACK = 10
"""How nice: a tenth of what is given to whoever wants a processor too."""


def main() -> int:
    if len(missing_servers(os.environ)) < SERVERS:
        return subprocess.call(FAST) or subprocess.call(WAITING)
    return at_once(FAST, WAITING)


def at_once(fast: list[str], waiting: list[str]) -> int:
    """The first code that is no success. `fast` speaks for itself, `waiting` in one piece."""
    with tempfile.TemporaryFile("w+") as said:
        others = subprocess.Popen(waiting, stdout=said, stderr=subprocess.STDOUT)
        works = subprocess.Popen(fast, start_new_session=True, preexec_fn=_step_back)
        try:
            ends = [others.wait()]
            said.seek(0)
            sys.stdout.write(said.read())
            sys.stdout.flush()
            ends.append(works.wait())
        finally:
            for each in (others, works):
                each.terminate()
    return next((end for end in ends if end), 0)


def _step_back() -> None:
    """Linux may give each session an equal share, whose processes are nice among themselves only;
    then the session is nice as well."""
    os.nice(STEPS_BACK)
    with contextlib.suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(STEPS_BACK))


if __name__ == "__main__":
    sys.exit(main())
