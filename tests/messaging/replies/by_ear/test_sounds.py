"""How characters sound, as the south says it."""

import pytest
from hypothesis import given, strategies as st

from messaging.replies.by_ear.sounds import blurred, sounds


@pytest.mark.parametrize(
    ("sound", "heard"),
    [
        ("zhuan", "zuan"),
        ("chi", "ci"),
        ("shang", "san"),
        ("ling", "lin"),
        ("heng", "hen"),
        ("tong", "tong"),
        ("an", "an"),
        ("sha", "sa"),
    ],
)
def test_what_the_south_does_not_tell_apart_is_one(sound, heard):
    assert blurred(sound) == heard


@given(st.sampled_from(sorted(set(sounds().values()))))
def test_what_is_blurred_stays_so(sound):
    assert blurred(sound) == sound


def test_every_character_that_is_listed_has_one_sound():
    table = sounds()
    assert table["转"] == table["钻"] == "zuan"
    assert all(len(character) == 1 and sound.isascii() for character, sound in table.items())
