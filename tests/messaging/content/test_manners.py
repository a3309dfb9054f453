"""How a text sounds is remarked on, never blocked."""

import pytest

from messaging.content.manners import review_manners
from messaging.content.text.flat import flatten


def codes(text: str) -> list[str]:
    found = list(review_manners(text, flatten(text)))
    assert {each.level for each in found} <= {"warn"}
    return [each.code for each in found]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("请尽快还款！！", "exclamation_pile"),
        ("请还款! !", "exclamation_pile"),
        ("收到?!", "exclamation_pile"),
        ("您好！还款！谢谢！再见！", "exclamation_pile"),
        ("PAY YOUR DEBT NOW", "shouting"),
        ("IMMEDIATELY pay", "shouting"),
        ("您今天能还款吗？", "asks_yes_no"),
        ("您是否已还款？", "asks_yes_no"),
        ("Will you pay today?", "asks_yes_no"),
        ("Dear Mr Li, can you pay?", "asks_yes_no"),
        ("已还请回复1", "asks_reply"),
        ("同意请回复“Y”", "asks_reply"),
        ("不同意回覆Ｎ", "asks_reply"),
        ("Reply YES to confirm", "asks_reply"),
    ],
)
def test_shouting_and_questions_are_remarked_on(text: str, code: str) -> None:
    assert codes(text) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "您好！祝您顺心！",
        "拒收请回复TD",
        "回复N退订",
        "退订回复T",
        "Reply STOP to opt out",
        "Anything unclear or difficult? Call us.",
        "安和APP、SMS、CNY 1,280.50",
        "有疑问？请致电",
        "回复100%准确",
    ],
)
def test_what_is_well_mannered_passes(text: str) -> None:
    assert codes(text) == []
