"""A reader sees what changed, nothing is lost or invented, and no text takes long."""

from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from messaging.content.diff import MAX_UNITS, Change, compare

TEXTS = st.text(alphabet="您好请还款，。{}ab 1{{x}}😀\n", max_size=80)


def _changes(before: str, after: str) -> list[tuple[str, str]]:
    return [(c.before, c.after) for c in compare(before, after) if c.kind != "same"]


@given(TEXTS, TEXTS)
def test_the_stretches_joined_are_both_texts(before: str, after: str) -> None:
    found = compare(before, after)
    assert "".join(change.before for change in found) == before
    assert "".join(change.after for change in found) == after


@given(TEXTS, TEXTS)
def test_changed_and_unchanged_take_turns(before: str, after: str) -> None:
    changed = [change.kind != "same" for change in compare(before, after)]
    assert all(one != other for one, other in pairwise(changed))


@given(TEXTS)
def test_a_text_compared_with_itself_has_no_change(text: str) -> None:
    assert _changes(text, text) == []
    assert compare("", "") == ()


def test_chinese_is_compared_by_character() -> None:
    assert _changes("请尽快还款，谢谢", "请方便时还款，谢谢") == [("尽快", "方便时")]


def test_a_placeholder_is_one_unit() -> None:
    assert _changes("应还{{ amount_due }}。", "应还{{ amount }}。") == [
        ("{{ amount_due }}", "{{ amount }}")
    ]


def test_a_word_and_a_number_are_one_unit() -> None:
    assert _changes("Please pay 1,280.50 today", "Please pay 1,290.50 today") == [
        ("1,280.50", "1,290.50")
    ]
    assert _changes("call us", "calls us") == [("call", "calls")]


def test_what_was_put_in_and_taken_out_is_told_apart() -> None:
    assert [c.kind for c in compare("您好。", "您好，祝好。")] == ["same", "added", "same"]
    assert [c.kind for c in compare("您好，祝好。", "您好。")] == ["same", "removed", "same"]
    assert Change("a", "b").kind == "replaced"


def test_one_character_that_agrees_by_chance_does_not_split_a_change() -> None:
    assert _changes("务必立即的还清", "方便时的处理") == [("务必立即的还清", "方便时的处理")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("还" * 10_000, "款" * 9_999),
        ("还" * 10_000, "还" * 9_999),
        ("还款" * 5_000, "款还" * 5_000),
        ("{{" * 5_000, "}}" * 5_000),
        ("。" * 10_000, "。" * 9_998),
    ],
)
def test_a_text_too_repetitive_for_words_is_compared_more_coarsely(before: str, after: str) -> None:
    found = compare(before, after)
    assert ("".join(c.before for c in found), "".join(c.after for c in found)) == (before, after)
    assert len(found) <= 3


def test_a_long_ordinary_text_is_compared_by_sentence() -> None:
    sentences = [f"第{n}句话是这样写的。" for n in range(MAX_UNITS // 2)]
    changed = [*sentences]
    changed[7] = "这一句不同。"
    assert _changes("".join(sentences), "".join(changed)) == [(sentences[7], changed[7])]
