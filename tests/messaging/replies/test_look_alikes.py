"""What sounds alarming and is not; and what nobody understood but somebody should see."""

import pytest

from messaging.replies.intents import SUPPRESSING, Intent, classify, effects
from messaging.replies.reading import read

STOPPING = SUPPRESSING | {Intent.WRONG_PARTY}
ALARMING = STOPPING | {Intent.DISTRESS, Intent.COMPLAINT}


@pytest.mark.parametrize(
    "reply",
    [
        "累死了刚下班 明天还",
        "跳楼价吗",
        "死鬼老公又忘了",
        "我死党结婚，周一还",
        "骚扰拦截误拦了，刚看到",
        "T恤到了吗",
        "酒店退订的钱到了就还",
        "能退定金吗",
        "定金退订单也退",
        "我是律师，刚开完庭，晚上还",
        "打错了个字，是20号还",
        "在江边钓鱼，晚点还",
        "app又崩溃了",
        "停车场在哪",
        "发票能寄给我吗",
        "通过身份验证了",
        "dead tired, will pay tomorrow",
        "this heat is killing me, pay tmr",
        "my phone died",
        "cancel auto debit please",
        "I'm a lawyer, in court till 5, will pay after",
        "I'll stop by the branch tomorrow",
        "lor u decide",
        "let me ask my dad and pay friday",
    ],
)
def test_a_look_alike_stops_nothing(reply: str) -> None:
    assert not effects(reply) & ALARMING


@pytest.mark.parametrize(
    "reply",
    ["你们去死吧", "好累", "天天发", "你找谁", "一天八条", "so annoying", "怎么睡都睡不着"],
)
def test_what_is_unusual_waits_for_a_person(reply: str) -> None:
    assert not read(reply).harmless


@pytest.mark.parametrize("reply", ["好的", "在吗", "请问怎么还款", "收到谢谢", "ok", "how much"])
def test_ordinary_chatter_is_not_unusual(reply: str) -> None:
    assert classify(reply) is Intent.OTHER


@pytest.mark.parametrize(
    "reply", ["我没说不要发，继续提醒我就行", "那个T不是我发的", "刚回的N不是那个意思"]
)
def test_what_nobody_said_suppresses_nothing(reply: str) -> None:
    assert classify(reply) is Intent.REVIEW
    assert SUPPRESSING.isdisjoint(effects(reply))


@pytest.mark.parametrize(
    "reply",
    ["我不是说不要发了吗", "怎么又发 不是退订了吗", "误点进来的，请退订", "谁让你们发的，退订"],
)
def test_a_reproach_or_a_request_is_no_denial(reply: str) -> None:
    assert SUPPRESSING & effects(reply)
