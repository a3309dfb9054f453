"""Ids, numbers and moments as requests carry them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from accounts.input import params
from accounts.input.params import MAX_ID

FAULTY = ["", None, "x", "-1", "+7", " 7", "7 ", "7.0", "1_000", "²", "７", "9" * 5000]


@given(st.integers(min_value=1, max_value=MAX_ID))
def test_every_id_a_row_can_have_is_read_as_it_is_written(number):
    assert params.row_id(str(number)) == number


@pytest.mark.parametrize("text", [*FAULTY, "0", str(MAX_ID + 1)])
def test_what_no_row_can_be_called_is_no_id(text):
    assert params.row_id(text) is None


@pytest.mark.parametrize("text", FAULTY)
def test_only_plain_digits_are_a_number(text):
    assert params.whole_number(text) is None


def test_a_number_has_a_bound_of_its_own():
    assert params.whole_number("9999", most=9999) == 9999
    assert params.whole_number("10000", most=9999) is None


def test_of_what_was_ticked_the_ids_remain_in_their_order():
    assert params.row_ids(["9", "x", "0", "3"]) == [9, 3]


def test_a_source_names_a_row_of_its_own_kind_only():
    assert params.source_id("reply:7", "reply") == 7
    assert params.source_id("conversation:7", "reply") is None
    assert params.source_id("reply", "reply") is None


def test_a_moment_is_read_back_as_it_was_written():
    at = datetime(2026, 9, 15, 8, 30, 0, 123, tzinfo=UTC)
    assert params.moment(at.isoformat()) == at


@pytest.mark.parametrize("text", [None, "", "tomorrow", "2026-09-15T08:30:00"])
def test_a_moment_without_an_offset_is_none(text):
    assert params.moment(text) is None
