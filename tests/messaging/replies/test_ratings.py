"""A figure that rates, given in words or not, and figures that do not."""

import pytest

from messaging.replies.intents import Intent
from messaging.replies.ratings import rating_of
from messaging.replies.reading import read

RATINGS = {
    "5": 5,
    "３分": 3,
    "打3分": 3,
    "给你们5颗星": 5,
    "給2分": 2,
    "评4分吧": 4,
    "我打1分": 1,
    "4 stars": 4,
    "5分谢谢": 5,
    "3 out of 5": 3,
    "给您打4分": 4,
    "很满意 5分": 5,
    "打四分，服务不错": 4,
    "五颗星": 5,
    "评分5": 5,
    "俾4分": 4,
    "5 謝謝": 5,
    "还行 3": 3,
    "5 - very helpful": 5,
    "4 stars, lovely staff": 4,
}


@pytest.mark.parametrize("text", RATINGS)
def test_a_rating_is_heard_whole_and_asks_for_nothing(text: str) -> None:
    heard = read(text)
    assert rating_of(text) == RATINGS[text]
    assert (heard.intent, heard.harmless) == (Intent.RATING, True)


@pytest.mark.parametrize(
    "text", ["给300", "打5折吗", "还2000", "给3天时间", "6分", "15分", "15 谢谢", "5 ok stop"]
)
def test_another_figure_is_no_rating(text: str) -> None:
    assert rating_of(text) is None
    assert read(text).intent != Intent.RATING
