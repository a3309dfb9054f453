"""Templates as YAML that people read: texts in one piece; nothing but plain data comes in."""

import pytest
from django.utils import translation
from hypothesis import given, strategies as st

from messaging.interchange.entries import FileRefused
from messaging.interchange.yaml_text import MAX_BYTES, dump, load

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abc退订", min_size=1), inner, max_size=4)
    ),
    max_leaves=12,
)


def refused(text: str) -> str:
    with translation.override("en"), pytest.raises(FileRefused) as caught:
        load(text)
    return str(caught.value)


@given(plain)
def test_what_is_written_is_read_back(data):
    assert load(dump(data)) == data


def test_a_text_of_several_lines_is_a_block_and_a_long_one_is_not_folded():
    assert dump({"text": "a\nb\n"}) == "text: |\n  a\n  b\n"
    assert dump({"text": "退订 " * 200}).count("\n") == 1
    assert dump({"b": 1, "a": 2}) == "b: 1\na: 2\n"


@pytest.mark.parametrize("character", ["\r", "\x85", "\u2028", "\u2029"])
def test_odd_ends_of_lines_survive(character):
    assert load(dump(f"a{character}b\nc")) == f"a{character}b\nc"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [1", "Line 1 is no YAML we read: look at this line"),
        ("a: &x 1\nb: *x", "Line 2 is no YAML we read: aliases are not read"),
        ("a: 1\nb: 2\na: 3", "Line 3 is no YAML we read: “a” is given twice"),
        ("!!python/object/apply:os.system ['true']", "Line 1 is no YAML we read"),
        ("a: 2026-99-99", "is no YAML we read"),
        ("[" * 5000, "is no YAML we read"),
        ("x" * (MAX_BYTES + 1), "larger than 2 MB"),
    ],
)
def test_what_is_more_than_plain_data_is_refused_by_its_line(text, said):
    assert said in refused(text)
