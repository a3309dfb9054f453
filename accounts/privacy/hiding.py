"""Records that keep what they hold of a person out of logs and tracebacks. Pure.

A dataclass says `field(repr=False)`; a NamedTuple has no such word, and is decorated instead.
"""

from collections.abc import Callable
from typing import Any, TypeVar

Record = TypeVar("Record", bound=type[tuple[Any, ...]])


def hides(*names: str) -> Callable[[Record], Record]:
    """Leave these fields out of the `repr` of a NamedTuple, as `field(repr=False)` would."""

    def decorate(record: Record) -> Record:
        fields: tuple[str, ...] = getattr(record, "_fields", ())
        shown = [name for name in fields if name not in names]
        if len(shown) + len(names) != len(fields):
            raise TypeError(f"{record.__name__} has not all of these fields: {names}")

        def told(self: tuple[Any, ...]) -> str:
            values = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
            return f"{record.__name__}({values})"

        record.__repr__ = told  # type: ignore[assignment,method-assign]
        return record

    return decorate
