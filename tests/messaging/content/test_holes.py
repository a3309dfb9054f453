"""An optional value that is empty leaves no hole and no stray sign."""

import re

import pytest
from hypothesis import given, strategies as st

from messaging.content.context import ReviewContext
from messaging.content.holes import HOLE, close
from messaging.content.placeholders import registered
from messaging.content.render import render
from messaging.content.shape import review_shape

OPTIONAL = [name for name, entry in registered().items() if entry.optional]
NAMED = {"customer_name": "李雷", "amount_due": "12.00元"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("尊敬的{{ salutation }}：您的贷款", "您好：您的贷款"),
        ("尊敬的 {{ salutation }}，您好！", "您好！"),
        ("親愛的{{ salutation }}，應還款", "您好，應還款"),
        ("尊敬的{{ salutation }}您好，", "您好，"),
        ("Hi {{ salutation }}, CNY 5", "Hi, CNY 5"),
        ("Dear {{ salutation }}, CNY 5", "Hello, CNY 5"),
        ("{{ salutation }}，您好", "您好"),
        ("请还款（{{ cause_sentence }}）。谢谢", "请还款。谢谢"),
        ("请还款，{{ cause_sentence }}。", "请还款。"),
        ("请还款。{{ cause_sentence }}，谢谢", "请还款。谢谢"),
        ("说明：{{ cause_sentence }}，谢谢", "说明，谢谢"),
        ("请还款，{{ cause_sentence }}，谢谢", "请还款，谢谢"),
        ("请还款。原因：{{ cause_sentence }}", "请还款。原因"),
        ("Please pay ({{ cause_sentence }}) today.", "Please pay today."),
        ("{{ customer_name }}{{ salutation }}{{ cause_sentence }}，您好", "李雷，您好"),
    ],
)
def test_signs_beside_an_empty_value_go_with_it(body: str, expected: str) -> None:
    assert render(body, NAMED) == expected


def test_a_value_that_is_there_changes_nothing_beside_it() -> None:
    body = "尊敬的{{ salutation }}：您的"
    assert render(body, {"salutation": "女士"}) == "尊敬的女士：您的"


_BITS = st.sampled_from(
    [
        *"，。：、！（）",
        ", ",
        ". ",
        ": ",
        " (",
        ") ",
        " ",
        "尊敬的",
        "您的贷款",
        "Dear",
        "pay",
        HOLE,
    ]
)
_STRAY = re.compile(r"[，、,：][。！.]|，，|、，|（）|\(\)| [,.，。]|  ")


@given(
    st.lists(st.sampled_from(["您的贷款", "请还款", "谢谢", HOLE]), min_size=1, max_size=8),
    st.data(),
)
def test_words_joined_by_single_signs_never_end_with_stray_ones(
    words: list[str], data: st.DataObject
) -> None:
    signs = st.sampled_from(["，", "。", "、"])
    text = words[0] + "".join(data.draw(signs) + word for word in words[1:])
    closed = close(text)
    assert HOLE not in closed
    assert not _STRAY.search(closed)
    assert not closed.startswith(("，", "。", "、"))


@given(st.lists(_BITS, max_size=12).map("".join))
def test_only_signs_blanks_and_greetings_are_ever_left_out(text: str) -> None:
    closed = close(text)
    for word in ("您的贷款", "pay"):
        assert closed.count(word) == text.count(word)


@pytest.mark.parametrize("name", OPTIONAL)
def test_the_review_finds_signs_of_its_own_beside_an_optional_placeholder(name: str) -> None:
    body = f"请还款（{{{{ {name} }}}}）。谢谢"
    found = [x for x in review_shape(body, ReviewContext(stage="dpd-1")) if x.code == "hole"]
    assert [body[x.start : x.end] for x in found] == [f"{{{{ {name} }}}}"]
    assert "请还款。谢谢" in found[0].suggestion


def test_the_review_is_silent_where_nothing_but_a_blank_goes() -> None:
    for body in (
        "Dear {{ salutation }} {{ customer_name }},",
        "{{ customer_name }}{{ salutation }}，您好",
    ):
        found = review_shape(body, ReviewContext(stage="dpd-1"))
        assert [x for x in found if x.code == "hole"] == []
