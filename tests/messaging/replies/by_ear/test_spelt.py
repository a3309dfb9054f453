"""Chinese in Latin letters that nobody could read is seen by a person."""

import pytest

from messaging.replies.by_ear.spelt import is_spelt
from messaging.replies.normalising.speech import heard
from messaging.replies.reading import read


@pytest.mark.parametrize(
    "reply", ["zhe bi zhang bu dui jin", "wo cong lai mei na guo", "ta ban zou liao"]
)
def test_what_is_spelt_and_not_understood_is_not_harmless(reply: str) -> None:
    assert is_spelt(heard(reply))
    assert not read(reply).harmless


@pytest.mark.parametrize(
    "reply", ["ok thanks", "can you", "I will pay you on Friday", "好的", "ok", "see you then mate"]
)
def test_english_and_characters_are_not_spelt(reply: str) -> None:
    assert not is_spelt(heard(reply))


def test_what_is_spelt_and_understood_is_read_as_it_is_meant() -> None:
    assert read("wo yi jing huan le").intent == "paid"
