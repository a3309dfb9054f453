"""Words that stand for each other, whatever the language."""

import pytest

from messaging.replies.normalising.speech import heard
from messaging.replies.second_reader.ideas import ideas


def first_of(text: str) -> list[str]:
    return [found[0] for found in ideas(heard(text))]


@pytest.mark.parametrize(
    "text", ["撤回授权", "收回同意", "withdraw consent", "revoking permission"]
)
def test_one_idea_has_many_words(text: str) -> None:
    assert first_of(text) == ["WITHDRAW", "CONSENT"]


def test_the_longest_word_is_taken() -> None:
    assert first_of("打电话") == ["CONTACT"]


def test_traditional_and_cantonese_words_are_the_same_ones() -> None:
    assert first_of("申訴專員") == first_of("申诉专员") == ["AUTHORITY"]
    assert first_of("唔收短訊") == first_of("不收短信")


def test_a_beginning_stands_for_every_ending() -> None:
    assert first_of("harassing") == first_of("harassment") == ["HARASS"]


def test_a_word_nobody_put_down_has_none() -> None:
    assert ideas(heard("芝麻 sesame")) == []
