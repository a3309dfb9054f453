"""Windows and caps as a policy writes them."""

from datetime import time

import pytest
from hypothesis import given, strategies as st

from messaging.policy.parts import Cap, Origin, Window

minutes = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
ORIGIN = Origin("our own", "P")


@given(minutes, minutes)
def test_a_window_is_read_back_as_it_is_written(start, end):
    if start == end:
        with pytest.raises(ValueError, match="has no length"):
            Window(start, end)
        return
    window = Window(start, end)
    assert Window.parse(str(window)) == window


def test_the_end_of_the_day_is_written_either_way():
    assert Window.parse("08:00-24:00") == Window.parse("08:00 - 00:00") == Window(time(8), time())


@pytest.mark.parametrize(
    "text", ["08:00", "8-22", "08:00-25:00", "08:00-22:60", "-", "08:00–22:00", "eight-ten", ""]
)
def test_what_is_no_window_is_refused_with_how_one_is_written(text):
    with pytest.raises(ValueError, match="08:00"):
        Window.parse(text)


def test_a_whole_day_is_never_read_into_two_equal_ends():
    with pytest.raises(ValueError, match="never read as the whole day"):
        Window.parse("08:00-08:00")


def test_caps_about_the_same_thing_have_the_same_key():
    cap = Cap("customer", ("sms", "phone"), ("message", "call"), 3, 24, ORIGIN)
    same = Cap("customer", ("phone", "sms"), ("call", "message"), 1, 24, Origin("law", "V"))
    assert cap.key == same.key
    for other in (
        Cap("address", ("sms", "phone"), ("message", "call"), 3, 24, ORIGIN),
        Cap("customer", ("sms",), ("message", "call"), 3, 24, ORIGIN),
        Cap("customer", ("sms", "phone"), ("call",), 3, 24, ORIGIN),
        Cap("customer", ("sms", "phone"), ("message", "call"), 3, None, ORIGIN),
    ):
        assert other.key != cap.key
