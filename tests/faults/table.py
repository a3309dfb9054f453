"""The tables at the end, faults and figures, gathered from all processes that ran tests."""

from __future__ import annotations

from collections import Counter
from typing import Any

DONE: Counter[str] = Counter()
FIGURES: list[str] = []
"""Lines, as they are shown."""


def tell(config: Any) -> None:
    """To the process that shows the table, if it is another one."""
    told = getattr(config, "workeroutput", None)
    if told is not None:
        told["faults"] = dict(DONE)
        told["figures"] = FIGURES


def hear(node: Any) -> None:
    told = getattr(node, "workeroutput", {})
    DONE.update(told.get("faults", {}))
    FIGURES.extend(told.get("figures", []))


def show(terminal: Any) -> None:
    if FIGURES:
        terminal.section("figures")
        for line in FIGURES:
            terminal.write_line(line)
    if not DONE:
        return
    faults = sum(n for what, n in DONE.items() if not what.startswith("arrival"))
    terminal.section(f"{faults} faults")
    for what, count in sorted(DONE.items()):
        terminal.write_line(f"{count:5}  {what}")
