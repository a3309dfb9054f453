"""One pattern for many words."""

import re

import pytest
from hypothesis import given, strategies as st

from messaging.content.trie import words_pattern

words = st.lists(st.text("ab.*王", min_size=1, max_size=4), min_size=1, max_size=8)


@given(words, st.text("ab.*王", max_size=8))
def test_it_finds_the_longest_word_that_stands_there(listed, text):
    found = re.match(words_pattern(listed), text)
    fitting = [word for word in listed if text.startswith(word)]
    assert (found[0] if found else "") == max(fitting, key=len, default="")


@pytest.mark.parametrize(
    ("listed", "pattern"),
    [(["ab"], "ab"), (["ab", "ac"], "a(?:b|c)"), (["a", "ab"], "a(?:b)?"), (["a.b"], r"a\.b")],
)
def test_beginnings_are_shared(listed, pattern):
    assert words_pattern(listed) == pattern
