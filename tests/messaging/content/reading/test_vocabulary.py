"""The words a text is read with, and their classes."""

import pytest

from messaging.content.reading.vocabulary import key_of, vocabulary


@pytest.mark.parametrize(
    ("word", "key"),
    [("家人", "家人"), ("家裡人", "家里人"), ("Never_ask", "never ask"), ("don't", "dont")],
)
def test_a_word_is_looked_up_as_texts_are_read(word, key):
    assert key_of(word) == key


def test_a_harmless_word_that_says_no_is_a_negation():
    known = vocabulary()
    negations = {word for word, groups in known.classes.items() if "negation" in groups}
    assert any(word.startswith("不会") for word in negations)
    assert all(word in known.classes for word in known.harmless)


def test_a_customers_people_are_theirs_with_or_without_a_word_for_it():
    classes = vocabulary().classes
    kin = [word for word, groups in classes.items() if "kin" in groups and not word.isascii()]
    own = {word for word in kin if word.startswith("你")}
    assert all(f"你{word}" in own and f"你的{word}" in own for word in kin if word not in own)


def test_the_longest_key_is_as_long_as_it_says():
    known = vocabulary()
    lengths = [key.count(" ") + 1 if key.isascii() else len(key) for key in known.classes]
    assert known.longest == max(lengths)
