"""Numbers that are read out on the telephone."""

import pytest
from hypothesis import given, strategies as st

from feedback import references
from feedback.references import Reference, read, written

KINDS = st.sampled_from(sorted(references.PREFIXES))


@given(KINDS, st.integers(min_value=1, max_value=10**15))
def test_a_number_is_read_back_however_it_is_typed(kind: str, key: int) -> None:
    number = written(kind, key)
    assert number.isascii()
    spaced = " ".join(number.lower().replace("-", ""))[: 2 * len(number)]
    for typed in (number, number.lower(), number.replace("-", ""), f" {number} ", spaced[:40]):
        assert read(typed) == Reference(kind, key) or len(spaced) > 40


@given(KINDS, st.integers(min_value=1, max_value=10**9), st.data())
def test_one_wrong_figure_is_noticed(kind: str, key: int, data: st.DataObject) -> None:
    plain = written(kind, key).replace("-", "")
    place = data.draw(st.integers(2, len(plain) - 1))
    other = data.draw(st.sampled_from([each for each in "0123456789" if each != plain[place]]))
    assert read(plain[:place] + other + plain[place + 1 :]) is None


@pytest.mark.parametrize(
    "typed", ["", "CN", "XX000001-8", "CN1-2", "TS20260915-0001", "13800138000"]
)
def test_what_is_no_number_of_a_wish_is_none(typed: str) -> None:
    assert read(typed) is None


@given(st.text(max_size=60))
def test_nothing_typed_breaks_the_reading(typed: str) -> None:
    read(typed)
