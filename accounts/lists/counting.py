"""Counts that stop early: what a screen says costs no more than it tells."""

from typing import Any

from django.db.models import QuerySet

# How far each screen counts; nobody needs to know how many more.
IN_A_TAB = 99  # asked for every few seconds, over and over
IN_A_QUEUE = 999
IN_THE_LEDGER = 9_999
IN_A_RUN = 10_000
AT_A_GATEWAY = 10_000
UNDER_A_STOP = 100_000


def count(rows: QuerySet[Any], most: int) -> int:
    """How many rows; `most` + 1 stands for more than `most`."""
    return rows.order_by().values("pk")[: most + 1].count()


def told(number: int, most: int) -> str:
    """As a screen shows what `count` found."""
    return f"{most:,}+" if number > most else f"{number:,}"
