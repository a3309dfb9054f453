"""Text made while it is read: rows for COPY, written as the database takes in those before them."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

AT_ONCE = 64 * 1024
ROWS_AT_ONCE = 100


class Pieces:
    """Rows as a file of text. `rows` are asked for late, and may ask the database nothing."""

    def __init__(self, rows: Iterable[Any], as_text: Callable[[list[Any]], str]) -> None:
        self._texts = _texts(iter(rows), as_text)
        self._left = next(self._texts, "")

    @property
    def is_empty(self) -> bool:
        return not self._left

    def read(self, size: int) -> str:
        """At most `size` characters; none at the end."""
        if not self._left:
            self._left = next(self._texts, "")
        piece, self._left = self._left[:size], self._left[size:]
        return piece


def _texts(rows: Iterator[Any], as_text: Callable[[list[Any]], str]) -> Iterator[str]:
    count = 1  # enough to know whether there are any
    while some := list(islice(rows, count)):
        yield as_text(some)
        count = ROWS_AT_ONCE
