"""Who owes cannot answer: it is filed with the household's hardship, and stops what it stopped."""

import pytest

from messaging.replies.intents import Intent, classify, effects
from messaging.replies.unable import cannot_answer

CANNOT = [
    "借钱的是我叔，去年被判了五年，还在里面",
    "他出车祸了，一直昏迷在重症监护",
    "我爸老年痴呆好几年了，手机是我在用",
    "人走了，上月的事",
    "佢坐緊監，出年先放",
    "he's locked up until spring",
    "My mother is in a coma, this is her son",
    "the borrower is behind bars",
]
CAN = [
    "再逼我我就去坐牢",
    "你们这样会被抓的",
    "你们等着坐牢吧",
    "钱没了，工作也没了",
    "别吓我，会判几年吗",
    "am i going to end up in jail if I don't pay",
    "You should be locked up for this",
    "如果他坐牢了怎么办",
    "i got locked up over this",
]


@pytest.mark.parametrize("text", CANNOT)
def test_whoever_tells_of_it_is_understood(text: str) -> None:
    assert cannot_answer(text)
    assert classify(text) not in {Intent.WRONG_PARTY, Intent.COMPLAINT}


@pytest.mark.parametrize("text", CAN)
def test_fear_threats_and_conditions_tell_nothing(text: str) -> None:
    assert not cannot_answer(text)


def test_a_number_that_stopped_stays_stopped() -> None:
    told = effects("My husband passed on the 9th, this was his loan. I have the death certificate.")
    assert {Intent.WRONG_PARTY, Intent.HARDSHIP} <= told
