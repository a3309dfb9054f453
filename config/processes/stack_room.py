"""Room for the calls of a process, fetched once.

Python keeps the frames of calls in pieces of 16 kB and gives a piece back to the system as soon as
the call that needed it returns. Where a loop lies at the end of a piece, each call in it fetches
and frees one: 200 times as slow as a call is (3.11; a page crosses such ends in some of its loops,
a fifth of its processor time). What runs inside a call that takes half a megabyte itself has the
other half for all of its calls.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

SLOTS = 66_000
"""Of eight bytes: a little more than half of a mebibyte, so that a whole one is fetched."""


def roomy(work: Callable[P, R]) -> Callable[P, R]:
    """`work`, with room for some thousand calls within each other."""

    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        return work(*args, **kwargs)

    called.__code__ = called.__code__.replace(co_stacksize=SLOTS)
    return update_wrapper(called, work)
