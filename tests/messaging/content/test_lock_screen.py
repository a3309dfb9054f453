"""What a locked phone shows tells of no debt."""

import pytest
from hypothesis import given, strategies as st

from messaging.content.lock_screen import BODIES, LONGEST_BODY, TITLES, safe, tells_of_debt

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
    shown = safe(title, signature="安和", words=title, language=language)
    assert shown == ("安和", BODIES[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_signature_that_tells_gives_way_too(language: str) -> None:
    shown = safe("还款提醒", signature="某某小额贷款", words="x", language=language)
    assert shown == (TITLES[language], BODIES[language])


@given(
    st.text(max_size=60), st.text(max_size=30), st.text(max_size=400), st.sampled_from(LANGUAGES)
)
def test_whatever_was_written_a_lock_screen_tells_of_no_debt(
    title: str, signature: str, words: str, language: str
) -> None:
    shown = safe(title, signature=signature, words=words, language=language)
    assert not any(tells_of_debt(each) for each in shown)
    assert all(shown)


@pytest.mark.parametrize("words", ["安和消费金融", "新消息", "Anhe", "您有一条新消息"])
def test_a_word_without_debt_stays(words: str) -> None:
    assert not tells_of_debt(words)


def test_who_agreed_sees_the_text_and_no_more_than_fits() -> None:
    title, body = safe("账单", signature="安和", words="您" * 400, language="zh-hans", agreed=True)
    assert title == "账单"
    assert len(body) == LONGEST_BODY
