"""One JSON object a line, as core systems send rows: the names are columns of ours, in any order.

A line that is no such object, no UTF-8 or too long is a bad row, and the others go on: lines end
where the bytes say, whatever is in them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from accounts.intake.readers.table import MAX_CELL_CHARS, ByteSource, RawRow, Table

MAX_LINE_BYTES = 64 * 1024
READ_BYTES = 256 * 1024
BOM = b"\xef\xbb\xbf"
WHOLE_ROW = -1
"""Stands for a position where the trouble is the row's."""


class _Bad(ValueError):
    """A line that is no row of ours; the code says why."""


def open_ndjson(source: ByteSource, names: Sequence[str]) -> Table:
    """`names`: the columns a line may name. A text, a number or null in each."""
    return Table("ndjson", list(names), _rows(source, list(names)))


def _rows(source: ByteSource, names: list[str]) -> Iterator[RawRow]:
    known = frozenset(names)
    blank = [""] * len(names)
    for number, line in enumerate(_lines(source), start=1):
        if line is not None and (not line or line.isspace()):
            continue
        try:
            if line is None:
                raise _Bad("row_too_long")
            said = _DECODER.decode(line.decode())
            if type(said) is not dict:
                raise _Bad("not_json")
            if not said.keys() <= known:
                raise _Bad("unknown_name")
            cells = [_cell(said[name]) if name in said else "" for name in names]
        except UnicodeDecodeError:
            yield RawRow(number, blank, ((WHOLE_ROW, "not_utf8"),))
        except _Bad as why:
            yield RawRow(number, blank, ((WHOLE_ROW, str(why)),))
        except (ValueError, RecursionError):
            yield RawRow(number, blank, ((WHOLE_ROW, "not_json"),))
        else:
            yield RawRow(number, cells)


def _lines(source: ByteSource) -> Iterator[bytes | None]:
    """Without their ends; None stands for one that is too long, of which no more is kept."""
    rest, cut, is_first = b"", False, True
    while block := source.read(READ_BYTES):
        lines = (rest + block).split(b"\n")
        rest = lines.pop()
        for line in lines:
            whole = line.removeprefix(BOM) if is_first else line
            yield None if cut or len(whole) > MAX_LINE_BYTES else whole
            cut, is_first = False, False
        if cut or len(rest) > MAX_LINE_BYTES:
            rest, cut = b"", True
    if cut:
        yield None
    elif rest:
        yield rest.removeprefix(BOM) if is_first else rest


def _cell(value: Any) -> str:
    """As a file would have it. Raises _Bad."""
    kind = type(value)
    if kind is str:
        if len(value) > MAX_CELL_CHARS or "\0" in value:
            raise _Bad("not_text")
        if not value.isascii() and any("\ud800" <= sign <= "\udfff" for sign in value):
            raise _Bad("not_text")
        return str(value)
    if value is None:
        return ""
    if kind is int or kind is Decimal:
        return str(value)
    raise _Bad("not_text")


def _object(pairs: list[tuple[str, Any]]) -> Mapping[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise _Bad("name_twice")
    return made


def _constant(_said: str) -> Any:
    raise _Bad("not_json")


def _number(text: str) -> Decimal:
    if len(text) > 40 or "e" in text or "E" in text:
        raise _Bad("not_text")
    return Decimal(text)


def _whole(text: str) -> int:
    if len(text) > 40:
        raise _Bad("not_text")
    return int(text)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_number, parse_int=_whole, parse_constant=_constant
)
