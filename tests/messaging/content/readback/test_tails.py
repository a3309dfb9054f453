"""Ends of loan numbers in a text, held against the numbers."""

import pytest

from messaging.content.readback.tails import tails_agree, take_tails


@pytest.mark.parametrize(
    ("text", "language", "rest", "said"),
    [
        ("ending 123, 456 and 789 are due", "en", "ending  are due", ("123", "456", "789")),
        ("the loan ending in 12-A is due", "en", "the loan ending in  is due", ("12-A",)),
        ("loans ending 123 and 2 more are due", "en", "loans ending  and 2 more are due", ("123",)),
        ("尾号123、456的借款", "zh-hans", "尾号的借款", ("123", "456")),
        ("尾號為123", "zh-hant", "尾號為", ("123",)),
        ("nothing told", "en", "nothing told", ()),
    ],
)
def test_tails_are_taken_out_of_the_text(text, language, rest, said):
    assert take_tails(text, language) == (rest, said)


@pytest.mark.parametrize(
    ("said", "numbers", "agree"),
    [
        (["3456"], ["123456"], True),
        (["3457"], ["123456"], False),
        ([], ["123456"], False),
        (["3456", "3456"], ["123456"], False),
        (["01", "02"], ["A01", "A02"], True),
        (["01", "03"], ["A01", "A02"], False),
        (["01"], ["A01", "A02"], False),
        (["01", "02"], ["A01", "A02", "A03"], True),  # the first few of very many
        (["01", "01"], ["A01", "B01"], False),
        (["1", "A1"], ["1", "A1"], True),  # one is the whole end of another
    ],
)
def test_each_tail_is_of_one_loan_and_there_are_as_many(said, numbers, agree):
    assert tails_agree(said, numbers) is agree
