"""A reply said in plain Mandarin."""

import pytest
from hypothesis import given, strategies as st

from messaging.replies.normalising.normalise import normalise
from messaging.replies.normalising.speech import heard, plain_speech


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("你搵錯人喇，我唔識陳生", "你找错人了我不识陈生"),
        ("唔好再send畀我", "不要再SEND给我"),
        ("寻日过咗数", "昨天转账了"),
        ("明几个儿就给你", "明天就给你"),
        ("甭给我发啦", "别给我发了"),
        ("侬覅再发来了好伐", "你别再发来了好吗"),
        ("没得钱，莫法", "没钱没办法"),
        ("推订", "退订"),
        ("己还", "已还"),
        ("yi huan", "已还"),
        ("wo bu xiang huo le", "我不想活了"),
        ("mt还", "明天还"),
        ("ts你们", "投诉你们"),
    ],
)
def test_dialect_slips_and_pinyin_become_plain_mandarin(raw: str, said: str) -> None:
    assert plain_speech(normalise(raw)) == said


@pytest.mark.parametrize(
    "plain",
    [
        "联系我",
        "这边有钱",
        "能退定金吗",
        "最后日期",
        "用紧急联系人",
        "通过身份证",
        "输入数字",
        "阿拉伯",
    ],
)
def test_what_only_looks_like_dialect_stays(plain: str) -> None:
    assert plain_speech(plain) == plain


@pytest.mark.parametrize("english", ["STOPTEXTINGME", "TD", "TODAY", "HOWMUCH", "SIZEM"])
def test_english_is_no_pinyin(english: str) -> None:
    assert plain_speech(english) == english


def test_in_english_a_cue_may_begin_where_a_word_does() -> None:
    said = heard("Don't text, pls")
    assert said.text == "DONTTEXTPLS"
    assert [said.text[start:] for start in said.starts] == ["DONTTEXTPLS", "TEXTPLS", "PLS"]


def test_words_without_blanks_may_hold_a_cue_anywhere() -> None:
    assert len(heard("pleasestoptexting").starts) == len("pleasestoptexting")


def test_in_chinese_a_cue_may_begin_anywhere() -> None:
    assert list(heard("别 发").starts) == [0, 1]


@given(st.text(max_size=200))
def test_every_place_is_a_place_of_the_text(text: str) -> None:
    said = heard(text)
    assert all(0 <= start < len(said.text) for start in said.starts)
