"""Where placeholders stand."""

from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from messaging.content.text.braces import Token, tokens


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("{{ name }}", [Token("name", "name", 0, 10)]),
        ("{{name}}x{{ 姓名 }}", [Token("name", "name", 0, 8), Token("姓名", "姓名", 9, 17)]),
        ("{{ a | upper }}", [Token(None, "a | upper", 0, 15)]),
        ("{{}}", [Token(None, "", 0, 4)]),
        ("{{ 1a }}", [Token(None, "1a", 0, 8)]),
        ("{{ a {{ b }} }}", [Token("b", "b", 5, 12)]),
        ("{{ a", []),
        ("}} a {{", []),
        ("{ a }", []),
    ],
)
def test_what_is_closed_is_found_whatever_is_inside(body, found):
    assert list(tokens(body)) == found


@given(st.text("{} ab", max_size=30))
def test_they_stand_in_order_and_never_in_one_another(body):
    found = list(tokens(body))
    assert all(a.end <= b.start for a, b in pairwise(found))
    for token in found:
        assert body[token.start : token.end].startswith("{{")
        assert body[token.start : token.end].endswith("}}")
        assert body[token.start + 2 : token.end - 2].strip() == token.inner
