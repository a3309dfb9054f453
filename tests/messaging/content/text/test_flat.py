"""A text in which links and numbers can be found, with the way back."""

import pytest
from hypothesis import given, strategies as st

from messaging.content.text.flat import GAP, flatten, masked


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ＨＴＴＰ：／／a.cn", "http://a.cn"),
        ("１３８٠", "1380"),
        ("a\u200b.c\u00adn", "a.cn"),
        ("a\u3000b\nc", "a b c"),
        ("ﬁ", "fi"),
        ("É", "é"),
    ],
)
def test_width_foreign_digits_and_the_unseen_are_undone_and_signs_stay(written, read):
    assert flatten(written).text == read


def test_a_placeholder_is_one_gap_and_taken_whole():
    body = "to {{ customer_name }}: pay"
    flat = flatten(masked(body))
    assert flat.text == f"to {GAP}: pay"
    assert body[slice(*flat.span(3, 4))] == "{{ customer_name }}"
    assert body[slice(*flat.span(0, 4))] == "to {{ customer_name }}"
    assert body[slice(*flat.span(6, 9))] == "pay"


def test_a_gap_at_the_end_ends_with_the_text():
    body = "pay {{ amount_due }}"
    flat = flatten(masked(body))
    assert body[slice(*flat.span(4, 5))] == "{{ amount_due }}"


@given(st.text(max_size=60))
def test_masking_moves_nothing(body):
    blotted = masked(body)
    assert len(blotted) == len(body)
    assert all(a in (b, GAP) for a, b in zip(blotted, body, strict=True))


@given(st.text(max_size=60))
def test_each_sign_leads_back_to_the_one_it_stands_for(text):
    flat = flatten(text)
    assert len(flat.text) == len(flat.at)
    assert flat.at == sorted(flat.at)
    for place in range(len(flat.text)):
        start, end = flat.span(place, place + 1)
        assert 0 <= start < end <= flat.length == len(text)
