"""Named places in the send path at which a test can make things go wrong.

In normal running `reach` is a look into an empty dict. A sandbox reads what to do from
HUANCUI_FAILPOINTS ("handover.begun=kill@3;record.stored=sleep:2"); production refuses to start with
it (config.processes.startup). What can be done: `kill` this process with SIGKILL, `stop` it with
SIGSTOP, `sleep:seconds`, `raise`; `@n`: the n-th time the place is reached, once; without, every
time.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

SETTING = "HUANCUI_FAILPOINTS"

PLACES = frozenset(
    {
        "claim.locked",
        "claim.before_commit",
        "claim.committed",
        "handover.reserved",
        "handover.before_commit",
        "handover.begun",
        "driver.before_call",
        "driver.after_call",
        "record.before_commit",
        "record.stored",
        "sweep.followed",
        "sweep.step",
        "inbound.stored",
        "inbound.before_commit",
        "inbound.committed",
        "own_phone.begun",
    }
)


class Failed(RuntimeError):
    """What the action `raise` raises."""


@dataclass
class _Armed:
    action: Callable[[], None]
    on: int | None
    reached: int = field(default=0)


_armed: dict[str, _Armed] = {}


def reach(place: str) -> None:
    """Say that this place is reached; nothing happens unless it is armed."""
    if _armed:
        _act(place)


def arm(spec: str) -> None:
    """Replace what is armed. Raises ValueError for a place or an action that does not exist."""
    parts = [part.strip() for part in spec.split(";") if part.strip()]
    wanted = dict(_parse(part) for part in parts)
    _armed.clear()
    _armed.update(wanted)


def arm_from(environ: Mapping[str, str]) -> None:
    """For a sandbox's processes, as they start."""
    arm(environ.get(SETTING, ""))


def _act(place: str) -> None:
    armed = _armed.get(place)
    if armed is None:
        return
    armed.reached += 1
    if armed.on is None or armed.reached == armed.on:
        armed.action()


def _parse(part: str) -> tuple[str, _Armed]:
    place, _, what = part.partition("=")
    if place not in PLACES:
        raise ValueError(f"{SETTING}: there is no place {place!r}; there are {sorted(PLACES)}")
    action, _, on = what.partition("@")
    return place, _Armed(_action(action), int(on) if on else None)


def _action(text: str) -> Callable[[], None]:
    name, _, argument = text.partition(":")
    if name == "kill":
        return lambda: os.kill(os.getpid(), signal.SIGKILL)
    if name == "stop":
        return _stop
    if name == "sleep":
        seconds = float(argument)
        return lambda: time.sleep(seconds)
    if name == "raise":
        return _raise
    raise ValueError(f"{SETTING}: there is no action {text!r}; write kill, stop, sleep:2 or raise")


def _stop() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)
    time.sleep(0.2)  # in a process of many threads this one may run on for a moment otherwise


def _raise() -> None:
    raise Failed("a failpoint raised this")
