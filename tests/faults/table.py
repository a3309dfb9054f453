"""The table of faults at the end, gathered from all processes that ran tests."""

from __future__ import annotations

from collections import Counter
from typing import Any

DONE: Counter[str] = Counter()


def tell(config: Any) -> None:
    """To the process that shows the table, if it is another one."""
    told = getattr(config, "workeroutput", None)
    if told is not None:
        told["faults"] = dict(DONE)


def hear(node: Any) -> None:
    DONE.update(getattr(node, "workeroutput", {}).get("faults", {}))


def show(terminal: Any) -> None:
    if not DONE:
        return
    faults = sum(n for what, n in DONE.items() if not what.startswith("arrival"))
    terminal.section(f"{faults} faults")
    for what, count in sorted(DONE.items()):
        terminal.write_line(f"{count:5}  {what}")
