"""How sure the second reader is."""

import pytest
from hypothesis import given, strategies as st

from messaging.replies.normalising.speech import heard
from messaging.replies.second_reader.features import features
from messaging.replies.second_reader.opinion import FILE, HARMLESS, opinion, opinion_in_odds
from messaging.second_reader.weights import load, scores


@pytest.mark.parametrize(
    ("reply", "meaning"),
    [
        ("真想闭上眼就别再睁开了", "distress"),
        ("这个人早就不用这个号码啦", "wrong_party"),
        ("let my phone have some peace please", "opt_out_review"),
        ("隔籬屋啲人都知我欠錢", "complaint"),
    ],
)
def test_it_hears_what_no_rule_says(reply: str, meaning: str) -> None:
    heard_as = opinion(heard(reply))
    assert max(heard_as, key=lambda each: heard_as[each]) == meaning


@given(st.text(max_size=100))
def test_every_opinion_lies_between_nothing_and_certainty(text: str) -> None:
    assert all(0 <= sure <= 1 for sure in opinion(heard(text)).values())


@given(st.text(alphabet="好的谢谢收到嘎咕噜ok 嗯", max_size=20))
def test_the_whole_of_a_reply_makes_none_harmless_that_its_words_do_not(text: str) -> None:
    said = heard(text)
    assert opinion_in_odds(said)[HARMLESS] <= scores(load(FILE), features(said))[HARMLESS]
