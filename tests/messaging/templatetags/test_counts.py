"""Numbers on screen."""

import pytest

from messaging.templatetags.counts import capped, grouped, signed


@pytest.mark.parametrize(("number", "text"), [(10354, "10,354"), (0, "0"), (None, ""), ("x", "")])
def test_thousands_are_grouped(number, text):
    assert grouped(number) == text


@pytest.mark.parametrize(("number", "text"), [(1200, "+1,200"), (0, "0"), (-3, "−3"), (None, "")])
def test_a_difference_carries_its_sign(number, text):
    assert signed(number) == text


def test_where_counting_stopped_more_is_said():
    assert capped(100_000) == "100,000"
    assert capped(100_001) == "100,000+"
