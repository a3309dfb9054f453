"""Rows of figures put in order, however many there are: in parts that fit into memory, which wait
in files without a name and are merged, so that every row is read once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import islice
from struct import Struct
from tempfile import TemporaryFile
from typing import IO

AT_ONCE = 100_000
_READ = 4_096

Row = tuple[float, ...]


def in_order(rows: Iterable[Row], layout: str) -> Iterator[Row]:
    """The smallest first. `layout`: one row as `struct` writes it."""
    packed = Struct(layout)
    left = iter(rows)
    part = sorted(islice(left, AT_ONCE))
    following = next(left, None)
    if following is None:
        yield from part
        return
    files = [_kept(part, packed)]
    while following is not None:
        part = sorted([following, *islice(left, AT_ONCE - 1)])
        files.append(_kept(part, packed))
        following = next(left, None)
    yield from merge(*(_again(file, packed) for file in files))


def _kept(part: list[Row], packed: Struct) -> IO[bytes]:
    file = TemporaryFile()  # noqa: SIM115  (closed when it has been read)
    file.write(b"".join(packed.pack(*row) for row in part))
    file.seek(0)
    return file


def _again(file: IO[bytes], packed: Struct) -> Iterator[Row]:
    with file:
        while read := file.read(packed.size * _READ):
            yield from packed.iter_unpack(read)
