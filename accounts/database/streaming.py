"""Many rows through a cursor of the server, a few hundred in memory at a time."""

from collections.abc import Iterator
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def streamed(rows: QuerySet[Row], *, at_once: int) -> Iterator[Row]:
    """In a transaction of its own: behind a pooler a cursor does not outlive one."""
    with transaction.atomic():
        yield from rows.iterator(chunk_size=at_once)
