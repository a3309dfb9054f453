"""A reply read whole: harmless only when it is known to be."""

import pytest
from hypothesis import given, strategies as st

from messaging.replies.intents import Intent, classify, effects
from messaging.replies.reading import read, read_all


@pytest.mark.parametrize(
    "reply",
    [
        "好的",
        "哈哈",
        "哦",
        "收到，谢谢！",
        "ok thanks",
        "👍",
        "5",
        "明天还",
        "已还",
        "noted",
        "在开会，晚点看",
        "driving rn",
    ],
)
def test_what_is_known_to_be_harmless_needs_nobody(reply: str) -> None:
    assert read(reply).harmless


@pytest.mark.parametrize(
    "reply",
    ["退订", "不想活了", "投诉", "打错了", "没钱", "没借过", "好的，魑魅魍魉", "blorf the gnar"],
)
def test_what_asks_for_something_or_is_not_known_is_not_harmless(reply: str) -> None:
    assert not read(reply).harmless


@pytest.mark.parametrize(
    "reply",
    [
        *(
            "你们怎么有我电话",
            "几点了还发短信",
            "怎么告诉我妈的",
            "还款日是几号？我没借过",
            "怎么才能不收短信",
        ),
        *("who told my boss", "how do I stop these", "can I pay less, lost my job"),
        *("one text is plenty", "how much will it take for you to leave me alone"),
    ],
)
def test_a_question_that_means_more_holds(reply: str) -> None:
    assert not read(reply).harmless


def test_despair_is_severe() -> None:
    assert read("不想活了").severe
    assert not read("明天还").severe


@given(st.text(max_size=200))
def test_a_reading_agrees_with_intent_and_effects(text: str) -> None:
    found = read(text)
    assert found.intent is classify(text)
    assert found.effects == effects(text)


@given(st.text(max_size=30))
def test_nothing_that_stops_is_harmless(text: str) -> None:
    found = read(text)
    if found.harmless:
        assert found.effects <= {Intent.PROMISE, Intent.PAID, Intent.RATING, Intent.OTHER}


def test_many_are_read_as_each_by_itself() -> None:
    texts = ["明天还，谢谢", "别再发了", "who is this"]
    assert read_all(texts) == [read(text) for text in texts]
