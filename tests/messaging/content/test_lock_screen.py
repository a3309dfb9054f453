"""What a locked phone shows tells of no debt."""

import pytest
from hypothesis import given, strategies as st

from messaging.content.lock_screen import BODIES, TITLES, screen, tells_of_debt

LANGUAGES = sorted(BODIES)
TELLING = [
    "您的贷款已逾期",
    "本期应还1,234.56元",
    "還款提醒",
    "账单到期",
    "Your loan is overdue",
    "Payment due tomorrow",
    "You owe us",
    "CNY 1,234.56",
    "关于您的征信",
]


@pytest.mark.parametrize("title", TELLING)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_title_that_tells_gives_way_to_the_signature(title: str, language: str) -> None:
    shown = screen(title, title, signature="安和", language=language)
    assert shown == ("安和", BODIES[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_signature_that_tells_gives_way_too(language: str) -> None:
    shown = screen("还款提醒", signature="某某小额贷款", language=language)
    assert shown == (TITLES[language], BODIES[language])


@given(
    st.text(max_size=60), st.text(max_size=30), st.text(max_size=400), st.sampled_from(LANGUAGES)
)
def test_whatever_was_written_a_lock_screen_tells_of_no_debt(
    title: str, signature: str, body: str, language: str
) -> None:
    shown = screen(title, body, signature=signature, language=language)
    assert not any(tells_of_debt(each) for each in shown)
    assert all(shown)


@pytest.mark.parametrize("words", ["安和消费金融", "新消息", "Anhe", "您有一条新消息"])
def test_a_word_without_debt_stays(words: str) -> None:
    assert not tells_of_debt(words)


def test_what_tells_nothing_stands_as_it_was_written() -> None:
    written = ("新消息", "您有一条新消息。")
    assert screen(*written, signature="安和", language="zh-hans") == written
