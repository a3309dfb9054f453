"""Who is working on what: PostgreSQL's advisory locks, let go of by any end of a transaction."""

from accounts.intake.merging import staging_tables

ONE_AT_A_TIME = 0x1A7A0001
"""Only one file is merged at a time: two would lock each other's loans."""

ONE_FILE = 0x1A7A0002
"""Held while a file is checked or applied; free although the state says so: the worker died."""


class Busy(Exception):
    """Another file is being merged."""


class AlreadyAtWork(Exception):
    """Somebody is working on this very file: the task came twice."""


def take_turn(*, wait: bool) -> None:
    """Until this transaction ends no other file is merged. Raises `Busy` when not waiting."""
    if wait:
        staging_tables.fetch("SELECT pg_advisory_xact_lock(%s, 0)", [ONE_AT_A_TIME])
    elif not try_lock(ONE_AT_A_TIME, 0):
        raise Busy


def work_on(import_id: int) -> None:
    """Until this transaction ends this file is ours. Raises `AlreadyAtWork` when it is not."""
    # PostgreSQL's second key is 32 bits wide.
    if not try_lock(ONE_FILE, import_id % 2**31):
        raise AlreadyAtWork


def try_lock(kind: int, number: int) -> bool:
    return bool(
        staging_tables.fetch("SELECT pg_try_advisory_xact_lock(%s, %s)", [kind, number])[0][0]
    )
