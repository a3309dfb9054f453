"""Figures of loans that an author wrote by hand are found before anybody is asked to approve."""

import pytest

from messaging import library
from messaging.content.by_hand import review_by_hand
from messaging.content.context import ReviewContext


def codes(body: str, stage: str = "dpd-4-7", language: str = "zh-hans", **known: bool) -> list[str]:
    context = ReviewContext(stage=stage, language=language, **known)
    return [finding.code for finding in review_by_hand(body, context)]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("{{ customer_name }}，您应还5000元。", "amount_by_hand"),
        ("您的还款日为9月15日，应还{{ amount_due }}。", "date_by_hand"),
        ("应还{{ amount_due }}，已逾期3天。", "days_by_hand"),
        ("您的3笔借款应还{{ amount_due }}。", "loans_by_hand"),
        ("今天是您的还款日，应还{{ amount_due }}。", "other_standing"),
    ],
)
def test_a_figure_by_hand_is_named(body: str, code: str) -> None:
    assert codes(body) == [code]


def test_a_tense_that_does_not_fit_the_stage_is_named() -> None:
    body = "{{ amount_due }} was due on {{ due_date }}."
    assert codes(body, "due-7", "en") == ["other_standing"]
    assert codes(body, "dpd-1", "en") == []
    assert codes(body, "due-7", "en", reminder=False) == []


@pytest.mark.parametrize(
    "body",
    [
        "应还{{ amount_due }}，请于三日内还款，客服24小时在线。",
        "国庆10月1日至7日客服照常。单笔转账限额5万元。",
        "逾期30天以上可能产生费用；如已逾期请致电{{ hotline }}。",
        "应还{{ amount_due }}，已逾期{{ days_overdue }}天，请回电400-600-0000。",
    ],
)
def test_other_figures_are_nobodys_debt(body: str) -> None:
    assert codes(body) == []


@pytest.mark.parametrize("language", library.LANGUAGES)
def test_no_shipped_text_has_one(language: str) -> None:
    for text in library.load_all(language):
        assert codes(text.body, text.stage, language) == [], text.code
    for text in [*library.load_answers(language), *library.load_notices(language)]:
        assert codes(text.body, text.stage, language, reminder=False) == [], text.code
