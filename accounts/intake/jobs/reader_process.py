"""A file's rows read by a process of its own, on another core than the one that merges them.

The child is a fork: it reads the file from where it is, packs batch after batch into a pipe, and is
gone. It asks the database nothing, and ends when nobody listens any more.
"""

import gc
import multiprocessing
import os
import pickle
from collections.abc import Callable, Generator, Iterator
from multiprocessing.connection import Connection
from typing import Any, NoReturn

from accounts.intake.merging.batches import ReadRow
from accounts.intake.merging.fingerprints import Prints
from accounts.intake.parsing.shapes import LoanRow, Remark, RepaymentRow
from accounts.intake.readers.errors import FileError

ROWS, END, BROKEN, FAILED = range(4)
SEPARATOR = "\0"  # in no file that can be read
LEAST_BYTES = 2 * 1024 * 1024
"""Smaller files are read before another process is ready."""

_TYPES = (LoanRow, RepaymentRow)


class ReaderEnded(RuntimeError):
    """The process that read the file is gone, or failed in a way no file should make it fail."""


def read_apart(
    batches: Iterator[list[ReadRow]], notes: Callable[[], Any], take: Callable[[Any], None]
) -> Generator[list[ReadRow], None, None]:
    """The same batches. What `notes()` says in the child after each, `take` is given here."""
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe(duplex=False)
    child = fork.Process(target=_child, args=(batches, notes, ours, theirs), daemon=True)
    child.start()
    theirs.close()
    try:
        while True:
            try:
                kind, said, content = pickle.loads(ours.recv_bytes())  # noqa: S301 - our own child
            except EOFError:
                raise ReaderEnded("it is gone") from None
            if kind == BROKEN:
                raise FileError(content[0], **content[1])
            if kind == FAILED:
                raise ReaderEnded(content)
            take(said)
            if kind == END:
                return
            yield unpacked(content)
    finally:
        ours.close()
        child.kill()
        child.join()


def _child(
    batches: Iterator[list[ReadRow]],
    notes: Callable[[], Any],
    unused: Connection,
    pipe: Connection,
) -> NoReturn:
    gc.disable()  # nothing here goes in circles, and the parent's objects stay where they are
    unused.close()
    try:
        _send_all(batches, notes, pipe)
    except FileError as error:
        pipe.send_bytes(pickle.dumps((BROKEN, None, (error.code, dict(error.params)))))
    except BrokenPipeError:
        pass  # nobody listens any more
    except BaseException as error:
        pipe.send_bytes(pickle.dumps((FAILED, None, type(error).__name__)))
    finally:
        os._exit(0)  # nothing of the parent's is to be closed or flushed here


def _send_all(batches: Iterator[list[ReadRow]], notes: Callable[[], Any], pipe: Connection) -> None:
    for batch in batches:
        pipe.send_bytes(pickle.dumps((ROWS, notes(), packed(batch)), pickle.HIGHEST_PROTOCOL))
    pipe.send_bytes(pickle.dumps((END, notes(), None)))


def packed(batch: list[ReadRow]) -> list[tuple[Any, ...]]:
    """Rows as plain tuples: a type's name on every row would take longer than the row."""
    return [
        (
            read.line,
            SEPARATOR.join(read.cells),
            _TYPES.index(type(read.value)) if type(read.value) in _TYPES else None,
            tuple(read.value) if type(read.value) in _TYPES else read.value,
            None if read.prints is None else tuple(read.prints),
            read.remarks and [tuple(remark) for remark in read.remarks],
        )
        for read in batch
    ]


def unpacked(rows: list[tuple[Any, ...]]) -> list[ReadRow]:
    return [
        ReadRow(
            line,
            cells.split(SEPARATOR),
            value if kind is None else _TYPES[kind]._make(value),
            None if prints is None else Prints._make(prints),
            remarks and [Remark._make(remark) for remark in remarks],
        )
        for line, cells, kind, value, prints, remarks in rows
    ]
