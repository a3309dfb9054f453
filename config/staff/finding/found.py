"""What typing finds, and everything asked for it."""

from collections.abc import Callable
from typing import Any, NamedTuple


class Found(NamedTuple):
    """One line of the answer; `told` says more of it."""

    title: Any
    told: Any
    icon: str
    address: str


MOST = 8
"""Lines of a kind."""
LONGEST = 100
"""Characters typed."""

Finder = Callable[[Any, str], list[Found]]
"""Of a person and what they typed."""


class Kind(NamedTuple):
    """Lines of one kind under their heading."""

    title: Any
    lines: list[Found]
