"""Whom a complaint names: regulator, lawyer, police, press; that others were told; threats."""

import pytest

from messaging.replies.named import Named, named
from messaging.replies.reading import read

SAYS = {
    Named.AUTHORITY: [
        *(
            "我已经向银保监会投诉",
            "12378见",
            "工信部举报你们了",
            "向金融监管总局反映",
            "私隱專員公署見",
        ),
        *("I am reporting you to the FCA", "complaint filed with the ombudsman", "金管會檢舉你們"),
    ],
    Named.LAWYER: [
        "我的律师会联系你们",
        "法院见",
        "I will sue you",
        "my solicitor will be in touch",
    ],
    Named.POLICE: ["再骚扰就报警", "已经报案了", "I have called the police"],
    Named.PRESS: [
        "找记者曝光你们",
        "发到抖音让大家看看",
        "I'm calling the press about your harassment",
    ],
    Named.DISCLOSURE: ["你们泄露我的信息", "爆我通讯录，投诉", "打电话骚扰我同事"],
    Named.THREAT: ["你们威胁我，我要投诉", "暴力催收"],
}


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in SAYS.items() for text in texts]
)
def test_it_is_named_and_the_reply_is_severe(kind: Named, text: str) -> None:
    assert kind in named(text)
    meant = read(text)
    assert (meant.intent, meant.severe, meant.harmless) == ("complaint", True, False)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "我要投诉，天天发短信",
            "服务态度太差了",
            "投诉你们",
            "you text too often, I want to complain",
        ),
        *("已还110元", "明天还315", "好的", "我是做律师的，明天还", "在派出所上班，晚点还"),
    ],
)
def test_an_ordinary_complaint_and_ordinary_talk_are_not_severe(text: str) -> None:
    assert not read(text).severe
