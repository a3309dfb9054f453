"""One reading only: what readers disagree about is refused."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from accounts.api.json_reading import DEEPEST, Unreadable, read


@pytest.mark.parametrize(
    "body",
    [
        b'{"a": 1, "a": 2}',
        b'{"a": {"b": 1, "b": 2}}',
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 1e999}',
        b'{"a": ' + b"9" * 41 + b"}",
        b'{"a": "\\u0000"}',
        b'{"a": "\\ud800"}',
        b'\xef\xbb\xbf{"a": 1}',
        b'\xff\xfe{"a": 1}',
        b"{",
        b"",
        b"[" * 100_000,
        b'{"a":' * (DEEPEST + 1) + b"1" + b"}" * (DEEPEST + 1),
    ],
)
def test_refused(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read(body)


def test_brackets_inside_texts_are_no_nesting() -> None:
    assert read(b'{"a": "' + b"[" * 100 + b'\\"[["}') == {"a": "[" * 100 + '"[['}


def test_fractions_keep_their_digits() -> None:
    assert read(b'{"a": 0.10}') == {"a": Decimal("0.10")}


@given(st.binary(max_size=200))
def test_whatever_comes_nothing_but_unreadable_is_raised(body: bytes) -> None:
    try:
        read(body)
    except Unreadable:
        return
