"""What a gateway says, made fit to be stored."""

import pytest
from hypothesis import given, strategies as st

from messaging.gateways import clean

anything = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text())


@given(anything)
def test_whatever_is_said_what_is_kept_is_short_and_printable(said):
    for kept, most in ((clean.code(said), clean.CODE_LENGTH), (clean.ref(said), clean.REF_LENGTH)):
        assert len(kept) <= most
        assert kept.isprintable()
    found = clean.message_id(said)
    assert found is None or 0 < found < 10**18


def test_a_code_is_cut_and_an_id_that_is_too_long_is_none():
    assert clean.code("x" * 99) == "x" * clean.CODE_LENGTH
    assert clean.ref("x" * clean.REF_LENGTH) == "x" * clean.REF_LENGTH
    assert clean.ref("x" * (clean.REF_LENGTH + 1)) == ""


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (" E1 ", "E1"),
        (7, "7"),
        ("a\n\ud800b", "a??b"),
        (True, ""),
        (1.5, ""),
        (None, ""),
        (10**30, ""),
    ],
)
def test_numbers_are_said_by_their_digits_and_nothing_else_is_a_code(said, code):
    assert clean.code(said) == code


@pytest.mark.parametrize(
    ("said", "pk"),
    [(7, 7), ("7", 7), ("007", 7), ("0", None), (0, None), (-1, None), (True, None)],
)
def test_our_own_id_is_known_again(said, pk):
    assert clean.message_id(said) == pk


@pytest.mark.parametrize("said", ["7 ", "７", "7.0", "", "1" * 19, 10**18, 7.0, [7]])
def test_what_cannot_be_ours_is_nobodys(said):
    assert clean.message_id(said) is None
