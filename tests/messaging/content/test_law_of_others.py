"""Whose legal step it is: only the lender's own is a threat."""

import pytest

from messaging.content.law_of_others import is_anothers

THEIRS = (
    ("您可以请律师一起来谈。", "律师"),
    ("您如果准备向法院申请债务重组，可以先和我们说。", "法院"),
    ("您也可以向仲裁委员会申请仲裁。", "仲裁"),
    ("您要是已经委托了律师，请告诉我们。", "律师"),
    ("您可向法院聲請更生，我們尊重您的決定。", "法院"),
    ("You can ask a court to look at the agreement.", "court"),
    ("You may bring a lawyer.", "lawyer"),
    ("您若有律師，也可以請律師與我們聯絡。", "律師"),
)
DENIED = (
    ("我们没有对您提起诉讼的计划，请放心。", "诉讼"),
    ("您收到的“律师函短信”不是我们发的。", "律师"),
    ("请以法院官方渠道为准。", "法院"),
    ("We have no plans to take you to court.", "court"),
)
OURS = (
    ("您将收到法院的通知。", "法院"),
    ("您会被我们向法院起诉。", "法院"),
    ("如不还款，您可以等着法院见。", "法院"),
    ("我们不得不起诉您。", "起诉"),
    ("我们不排除起诉您。", "起诉"),
    ("您不还我们就起诉。", "起诉"),
    ("如您再不处理，否则向法院起诉。", "法院"),
    ("You can expect a letter from the court.", "court"),
    ("We will not hesitate to take you to court.", "court"),
    ("Unless you pay we see you in court.", "court"),
)


def found(text: str, word: str) -> bool:
    at = text.rindex(word)
    return is_anothers(text, at, at + len(word))


@pytest.mark.parametrize(("text", "word"), [*THEIRS, *DENIED])
def test_a_step_of_the_customers_or_none_at_all_is_anothers(text: str, word: str) -> None:
    assert found(text, word)


@pytest.mark.parametrize(("text", "word"), OURS)
def test_a_step_the_lender_takes_is_not(text: str, word: str) -> None:
    assert not found(text, word)
