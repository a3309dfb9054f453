"""How a text says that it can be stopped: by what its channel has."""

from datetime import date
from decimal import Decimal

import pytest

from messaging import library
from messaging.content.context import ReviewContext
from messaging.content.language import foreign_parts
from messaging.content.phrases import OPT_OUT_WORDS, STOPPED_OTHERWISE, how_to_stop
from messaging.content.review import review_template
from messaging.content.shape import has_opt_out_words
from messaging.content.values import LenderFacts, LoanText, MessageFacts, values_for

LANGUAGES = ("zh-hans", "zh-hant", "en")
OTHERS = ("email", "push", "wechat")
BODY = (
    "您好，您的款项{{ amount_due }}，{{ due_date }}到期，请通过{{ ways_to_pay }}还款。"
    "{{ hotline }}。"
)


def said(channel: str, language: str) -> str:
    loan = LoanText(
        product="x",
        loan_no_tail="0417",
        currency="CNY",
        amount_due=Decimal("1.00"),
        outstanding=Decimal("1.00"),
        due_date=date(2026, 9, 15),
    )
    facts = MessageFacts(
        customer_name="王小明",
        language=language,
        lender=LenderFacts(name="安和", signature="安和", hotline="400", ways_to_pay="x"),
        loans=(loan,),
        today=date(2026, 9, 15),
        opt_out_words="回QX退订",
        channel=channel,
    )
    return values_for(facts, ["opt_out_words"])["opt_out_words"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_says_the_words_of_its_policy(language: str) -> None:
    assert said("sms", language) == "回QX退订"
    assert how_to_stop("sms", language) == OPT_OUT_WORDS[language]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("channel", OTHERS)
def test_another_channel_says_what_it_has_and_asks_for_no_word(channel: str, language: str) -> None:
    words = said(channel, language)
    assert words == STOPPED_OTHERWISE[channel][language]
    assert has_opt_out_words(words, channel)
    assert not has_opt_out_words(words, "sms")
    assert not foreign_parts((), {"opt_out_words": words}, language)


@pytest.mark.parametrize(
    ("channel", "told"), [("sms", True), ("wechat", True), ("email", False), ("push", False)]
)
def test_a_word_in_reply_counts_where_replies_are_read_as_such(channel: str, told: bool) -> None:
    assert has_opt_out_words("您好。回TD退订", channel) is told


@pytest.mark.parametrize("channel", ["email", "push"])
def test_a_mail_that_asks_to_reply_with_a_word_is_not_submitted(channel: str) -> None:
    context = ReviewContext(stage="dpd-1", channel=channel)
    found = [each for each in review_template(BODY + "回TD退订", context) if each.level == "block"]
    assert [each.code for each in found] == ["stop_words_of_texts"]
    assert not [
        each
        for each in review_template(BODY + "{{ opt_out_words }}", context)
        if each.code == "stop_words_of_texts"
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_shipped_reminder_spells_the_words_of_texts_out(language: str) -> None:
    """As a variant for another channel each says how that one is stopped."""
    for text in library.load_all(language):
        for channel in OTHERS:
            assert has_opt_out_words(text.body, channel), text.code
            context = ReviewContext(stage=text.stage, language=language, channel=channel)
            codes = {each.code for each in review_template(text.body, context)}
            assert "stop_words_of_texts" not in codes, text.code
