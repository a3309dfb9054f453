"""JSON of gateways: nothing in it fails but with Unreadable."""

import json

import pytest

from messaging.gateways.webhooks.entries import Unreadable
from messaging.gateways.webhooks.json import LONGEST_NUMBER, document, entries, number, words


def test_an_object_alone_is_an_array_of_one():
    assert entries(b'{"a": 1}', "application/json") == [{"a": 1}]
    assert entries(b'[{"a": 1}, 2]', "") == [{"a": 1}, 2]


def test_it_is_read_in_the_encoding_it_says_or_is_in():
    kept = json.dumps({"a": "退订"}, ensure_ascii=False).encode("gbk")
    assert document(kept, "application/json; charset=gbk") == document(kept, "") == {"a": "退订"}


@pytest.mark.parametrize(
    ("kept", "said"),
    [(b"no", "no JSON"), (b"", "no JSON"), (b"1", "neither"), (b"null", "neither")],
)
def test_what_holds_nothing_is_unreadable(kept, said):
    with pytest.raises(Unreadable, match=said):
        entries(kept, "application/json")


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("退订", "退订"),
        (7, "7"),
        ("a\ud800", "a?"),
        (True, None),
        (None, None),
        (1.5, None),
        ([], None),
    ],
)
def test_words_are_texts_or_digits(said, read):
    assert words(said) == read


def test_a_number_is_as_it_was_written_and_no_longer_than_any():
    assert number(" +86 138 ") == "+86 138"
    assert number(13800138000) == "13800138000"
    assert number(None) == ""
    assert len(number("1" * 99)) == LONGEST_NUMBER
