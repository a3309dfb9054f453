"""Salutations in the language of the text."""

import pytest

from messaging.content.names import salutation_for


@pytest.mark.parametrize(
    ("raw", "language", "word"),
    [
        ("先生", "zh-hans", "先生"),
        ("Mr.", "zh-hant", "先生"),
        ("男", "en", "Mr"),
        ("小姐", "zh-hans", "女士"),
        (" MISS ", "en", "Ms"),
        ("太太", "en", "Mrs"),
        ("mrs", "zh-hans", "女士"),
        ("Dr", "en", ""),
        ("", "zh-hans", ""),
    ],
)
def test_a_salutation_is_said_in_the_language_of_the_text(raw, language, word):
    assert salutation_for(raw, name="王小明", language=language) == word


@pytest.mark.parametrize("name", ["王先生", "王女士 ", "Mr Smith", "mrs. Smith", "Ms.Smith"])
def test_nobody_is_called_mister_twice(name):
    assert salutation_for("先生", name=name, language="en") == ""
