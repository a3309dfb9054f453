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
    "4/5": 4,
    "10/10": 5,
    "8 out of 10, really friendly": 4,
    "6分": 3,
    "10分": 5,
    "I'd give it a 4, clear and polite": 4,
    "5分，小姑娘讲得很耐心": 5,
    "打9分吧，扣一分是等太久了": 5,
    "10 - lovely girl on the phone, very patient": 5,
    "选4，比较满意": 4,
    "3 普普通通": 3,
    "非常满意": 5,
    "好评👍": 5,
    "一般般": 3,
    "Very satisfied": 5,
}


@pytest.mark.parametrize("text", RATINGS)
def test_a_rating_is_heard_whole_and_asks_for_nothing(text: str) -> None:
    heard = read(text)
    assert rating_of(text) == RATINGS[text]
    assert (heard.intent, heard.harmless) == (Intent.RATING, True)


@pytest.mark.parametrize(
    "text",
    [
        *("给300", "打5折吗", "还2000", "给3天时间", "15分", "15 谢谢", "5 ok stop", "4/5还"),
        *(
            "5分是什么意思",
            "10月5日",
            "还款分5期",
            "给我5星期",
            "3 days please",
            "10 payments left",
        ),
    ],
)
def test_another_figure_is_no_rating(text: str) -> None:
    assert rating_of(text) is None
    assert read(text).intent != Intent.RATING


@pytest.mark.parametrize(
    "text", ["不满意", "very dissatisfied", "1分，等太久", "0分，不能再多了", "2（较满意）"]
)
def test_a_low_one_in_words_is_read_by_a_person(text: str) -> None:
    heard = read(text)
    assert (heard.intent, heard.harmless) == (Intent.RATING, False)
    assert rating_of(text) in (1, 2)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1 star, your agent threatened me", Intent.COMPLAINT),
        ("2 - lost my job", Intent.HARDSHIP),
        ("5分 以后别发了", Intent.OPT_OUT_REVIEW),
    ],
)
def test_what_stops_is_heard_beside_a_rating(text: str, meant: Intent) -> None:
    assert meant in read(text).effects


@pytest.mark.parametrize(
    "text",
    [
        *("3分，收了我两次钱", "3分，短信太多了烦", "3星，催得我睡不着", "5分，下次别找我妈"),
        "4 - your boy shouted at my mother",
    ],
)
def test_words_beside_a_rating_that_are_not_known_hold_the_next_text(text: str) -> None:
    assert not read(text).harmless
