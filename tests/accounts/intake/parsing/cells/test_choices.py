"""Words of fixed lists, in Chinese and English; others are refused."""

import pytest

from accounts.intake.parsing.cells import choices
from tests.accounts.intake.parsing.cells.problems import code


@pytest.mark.parametrize(
    ("parse", "text", "value"),
    [
        (choices.parse_language, "zh_CN", "zh-hans"),
        (choices.parse_language, "简体中文", "zh-hans"),
        (choices.parse_language, "ZH-TW", "zh-hant"),
        (choices.parse_language, "English", "en"),
        (choices.parse_role, "Co-Debtor", "co_debtor"),
        (choices.parse_role, "担保人", "guarantor"),
        (choices.parse_cause, "资金周转", "cash_flow"),
        (choices.parse_currency, "人民币", "CNY"),
        (choices.parse_currency, "usd", "USD"),
        (choices.parse_last4, "123x", "123X"),
        (choices.parse_last4, "1234", "1234"),
        (choices.parse_taken_back, "已冲正", True),
        (choices.parse_taken_back, "Bounced", True),
        (choices.parse_taken_back, "成功", False),
        (choices.parse_taken_back, "0", False),
    ],
)
def test_words_in_other_writings(parse, text, value):
    assert parse(text) == value


@pytest.mark.parametrize(
    ("parse", "text", "problem"),
    [
        (choices.parse_language, "klingon", "bad_language"),
        (choices.parse_role, "boss", "bad_role"),
        (choices.parse_cause, "lazy", "bad_cause"),
        (choices.parse_currency, "XXX", "bad_currency"),
        (choices.parse_last4, "12345", "bad_last4"),
        (choices.parse_last4, "12-4", "bad_last4"),
        (choices.parse_taken_back, "perhaps", "bad_status"),
    ],
)
def test_words_outside_the_list_are_refused(parse, text, problem):
    assert code(parse, text) == problem


@pytest.mark.parametrize("text", ["71", "071", "0"])
def test_digits_that_lost_their_zeros_are_named_as_such(text):
    assert code(choices.parse_last4, text) == "last4_lost_zeros"


@pytest.mark.parametrize(
    "words", [choices.LANGUAGES, choices.ROLES, choices.CAUSES, choices.TAKEN_BACK]
)
def test_no_word_stands_for_two_values(words):
    every = [word for value, others in words.items() for word in (value, *others)]
    assert len(every) == len(set(every))
