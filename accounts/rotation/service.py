"""The whole rotation: every column, then the waiting files, until nothing is left."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction

from accounts.audit import trail
from accounts.privacy.keyring import Keyring
from accounts.rotation import files, values
from accounts.rotation.encrypted import Column, encrypted_columns

BATCH_ROWS = 500
PASSES = 30
"""Rows that others hold locked, and values written by a process with the old key, are met again."""

PAUSE_SECONDS = 1.0
NAMED_IDS = 20


@dataclass(slots=True)
class Rotated:
    """What one rotation did. `left`: values still under another key, by column."""

    values: dict[str, int] = field(default_factory=dict)
    unreadable: dict[str, list[int]] = field(default_factory=dict)
    unreadable_files: list[str] = field(default_factory=list)
    files: int = 0
    left: dict[str, int] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Nothing needs another key any more."""
        return not any(self.left.values()) and not self.unreadable_files


def rotate(
    keys: Keyring,
    *,
    batch_rows: int = BATCH_ROWS,
    passes: int = PASSES,
    on_batch: Callable[[Column, values.Batch], None] | None = None,
    before_commit: values.Before | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Rotated:
    """Bring every encrypted value and every waiting file to the current key of `keys`.

    Each batch is a transaction of its own: killed anywhere, the next call goes on with what is
    left. The audit trail gets one entry, before the first change, with what there was to do.
    """
    done, columns = Rotated(), encrypted_columns()
    done.left = {column.label: values.count_left(column, keys) for column in columns}
    waiting = files.under_other_keys(keys)
    if any(done.left.values()) or waiting:
        _put_on_record(keys, done.left, waiting)
    for attempt in range(passes):
        if attempt:
            sleep(PAUSE_SECONDS)
        for column in columns:
            if done.left[column.label]:
                _rotate_column(column, keys, batch_rows, done, on_batch, before_commit)
        done.left = {column.label: values.count_left(column, keys) for column in columns}
        if all(count == len(done.unreadable.get(label, ())) for label, count in done.left.items()):
            break
    done.files, done.unreadable_files = files.rotate(keys)
    return done


def _rotate_column(
    column: Column,
    keys: Keyring,
    rows: int,
    done: Rotated,
    on_batch: Callable[[Column, values.Batch], None] | None,
    before_commit: values.Before | None,
) -> None:
    after = 0
    unreadable: list[int] = []
    while True:
        batch = values.rotate_batch(
            column, keys, after=after, rows=rows, before_commit=before_commit
        )
        if batch.last is None:
            break
        after = batch.last
        done.values[column.label] = done.values.get(column.label, 0) + batch.rotated
        unreadable += batch.unreadable
        if on_batch:
            on_batch(column, batch)
    done.unreadable[column.label] = unreadable


def _put_on_record(keys: Keyring, left: dict[str, int], waiting: list[files.Sealed]) -> None:
    with transaction.atomic():
        trail.record(
            action="rotate",
            table="*",
            row_id=f"key {keys.current}",
            after={
                "values": {label: count for label, count in left.items() if count},
                "files": len(waiting),
            },
        )
