"""English words without their endings."""

import pytest

from messaging.content.reading.stems import stem


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("charge charges charged charging", "charg"),
        ("stop stops stopped stopping", "stop"),
        ("family families", "family"),
        ("tell tells told telling", "tell"),
        ("pay pays paid paying", "pay"),
        ("this", "this"),
        ("address", "address"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(words: str, expected: str) -> None:
    assert {stem(word) for word in words.split()} == {expected}
