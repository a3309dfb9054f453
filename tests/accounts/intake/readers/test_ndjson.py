"""Lines of JSON: what one of them is made of is nobody else's trouble."""

import io
from collections.abc import Iterable

from accounts.intake.readers.ndjson import MAX_LINE_BYTES, WHOLE_ROW, open_ndjson
from accounts.intake.readers.table import RawRow

NAMES = ("reference", "amount")


class Pieces(io.RawIOBase):
    """A source that hands over a few bytes at a time, as a slow caller does."""

    def __init__(self, body: bytes, size: int) -> None:
        self._body, self._size = io.BytesIO(body), size

    def read(self, _size: int = -1) -> bytes:
        return self._body.read(self._size)


def read(lines: Iterable[bytes], size: int = 100_000) -> dict[int, str]:
    """By line: the reference, or the code of what is wrong with the row."""
    rows = open_ndjson(Pieces(b"\n".join(lines), size), NAMES).rows
    return {row.line: _bad(row) or row.cells[0] for row in rows}


def _bad(row: RawRow) -> str:
    return next((code for place, code in row.problems if place == WHOLE_ROW), "")


def test_a_bad_line_in_the_middle_stops_none_of_the_others() -> None:
    good = b'{"reference":"%d","amount":"1.00"}'
    lines = {
        1: (good % 1, "1"),
        2: (b'{"reference":', "not_json"),
        3: (b'{"reference":"\xff\xfe"}', "not_utf8"),
        4: (b'{"reference":"' + b"x" * MAX_LINE_BYTES + b'"}', "row_too_long"),
        5: (good % 5, "5"),
        6: (b"x" * 5 * MAX_LINE_BYTES, "row_too_long"),
        7: (b'{"reference":"1","reference":"2"}', "name_twice"),
        8: (good % 8 + b"\r", "8"),
        9: (b"y" * 2 * MAX_LINE_BYTES, "row_too_long"),
    }
    expected = {number: said for number, (_line, said) in lines.items()}
    for size in (97, MAX_LINE_BYTES, 10_000_000):
        assert read([line for line, _said in lines.values()], size) == expected, size


def test_a_byte_order_mark_and_blank_lines_are_passed_over() -> None:
    row = '\ufeff{"reference":"a"}'.encode()
    assert read([row, b"", b"  ", b'{"reference":"b"}', b""]) == {1: "a", 4: "b"}
    assert read([row]) == {1: "a"}
    assert read([b'{"reference":"a"}', row]) == {1: "a", 2: "not_json"}  # no file begins there
