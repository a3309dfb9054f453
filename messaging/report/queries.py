"""The SQL a check asks, kept as an auditor can ask it again: with its values in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from textwrap import dedent
from typing import Any

from django.db import connection

LONGEST = 8_000
"""Characters of one query that are kept; more is a list of thousands of ids."""
MOST = 12
"""Different queries kept of a check."""


@contextmanager
def noted() -> Iterator[list[str]]:
    """What is asked inside, each statement once."""
    asked: dict[str, str] = {}

    def note(
        execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        if sql not in asked and len(asked) < MOST:
            asked[sql] = _written(sql, params)
        return execute(sql, params, many, context)

    found: list[str] = []
    with connection.execute_wrapper(note):
        yield found
    found.extend(asked.values())


def _written(sql: str, params: Any) -> str:
    with connection.connection.cursor() as cursor:
        text: str = cursor.mogrify(sql, params or None).decode()
    text = "\n".join(line for line in dedent(text).strip().splitlines() if line.strip())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"
