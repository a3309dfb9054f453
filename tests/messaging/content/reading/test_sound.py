"""Sounds of characters and of letters."""

import pytest

from messaging.content.reading.sound import readings_of, spelt, syllables


def test_a_character_has_all_its_readings_without_tones() -> None:
    assert {"hai", "huan"} <= syllables("还")
    assert syllables("!") == frozenset()


@pytest.mark.parametrize(
    ("letters", "parts"),
    [("laolai", ("lao", "lai")), ("zuolao", ("zuo", "lao")), ("app", ()), ("x1", ())],
)
def test_letters_are_cut_into_syllables(letters: str, parts: tuple[str, ...]) -> None:
    assert spelt(letters) == parts


def test_a_word_is_read_in_every_way_its_characters_are() -> None:
    assert ("huan", "qian") in readings_of("还钱")
