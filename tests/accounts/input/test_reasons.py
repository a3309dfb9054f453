"""Reasons are kept as they are written, or refused."""

import pytest
from django.utils.translation import override
from hypothesis import given as of, strategies as st

from accounts.errors import Refused
from accounts.input.reasons import LONGEST_REASON, given, within


@of(st.text(min_size=1, max_size=LONGEST_REASON).filter(str.strip))
def test_a_reason_is_kept_whole_but_for_the_blanks_around_it(text):
    assert given(text) == text.strip()


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u3000"])
def test_blanks_are_no_reason(text):
    with override("en"), pytest.raises(Refused, match=r"^Say why\.$"):
        given(text)


def test_what_is_asked_for_may_be_something_else():
    with pytest.raises(Refused, match=r"^On what evidence\?$"):
        given(" ", ask="On what evidence?")


def test_a_reason_that_would_be_cut_is_refused_and_both_numbers_are_named():
    with override("en"), pytest.raises(Refused, match="201 characters; 200 fit"):
        given("x" * (LONGEST_REASON + 1))


def test_blanks_around_it_do_not_count():
    assert given(f" {'x' * LONGEST_REASON} ") == "x" * LONGEST_REASON


def test_a_longer_text_may_be_allowed():
    assert within("x" * 4000, 4000) == "x" * 4000
    with pytest.raises(Refused):
        within("x" * 4001, 4000)
