"""Deaths, insolvency, lawyers, minors and occasions in replies; and what only sounds like them."""

import pytest

from accounts.rules.hold_terms import (
    BEREAVEMENT,
    DEATH,
    INSOLVENCY,
    MINOR,
    OCCASION,
    REPRESENTATION,
)
from messaging.replies.circumstances import circumstances
from messaging.replies.reading import read

TELLS = {
    DEATH: [
        "机主去年就去世了",
        "借款人已经病故，请核实",
        "他上个月走了，人已经没了",
        "这号主人是我老公，前年车祸身亡",
        "户主往生了，不要再发",
        "我是他儿子，他已经过世",
        "持卡人死亡证明可以寄给你们",
        "她不在人世了",
        "机主是我爸，三年前病逝",
        "他人都没了还催",
        "The account holder passed away in May",
        "he has died, please stop",
        "Mrs Chen died last year",
        "She is deceased",
        "I can send you the death certificate",
        "your customer is dead",
        "My husband, the account holder, has sadly died",
        "佢上個月已經過身",
    ],
    BEREAVEMENT: [
        "我妈刚去世，在办丧事",
        "家父上周病逝，缓几天",
        "家里有白事",
        "老婆昨天死了，别烦我",
        "我爷爷过世了要奔丧",
        "父亲头七还没过",
        "my mother just died, give me a week",
        "I lost my wife last month",
        "we are at the funeral",
        "family bereavement, please wait",
        "our son passed away",
        "我阿嬤過世了",
        "我妈上周走了，这几天真没心情谈这个",
        "爷爷走了三个月了",
        "家里老人前天走了",
        "我奶奶没了",
        "老婆不在了",
    ],
    INSOLVENCY: [
        "法院已裁定我个人破产",
        "我已经申请个人破产保护",
        "已进入破产清算程序，联系管理人",
        "个人债务集中清理已经受理",
        "我在走更生程序",
        "I filed for bankruptcy in June",
        "I am in chapter 13",
        "I have an IVA",
        "a debt relief order was granted",
        "speak to my trustee in bankruptcy",
    ],
    REPRESENTATION: [
        "请联系我的律师",
        "有事跟我的代理人谈",
        "我已委托律师全权处理",
        "律师会联系你们",
        "我是他的监护人",
        "我是借款人的法定代理人，别直接找他",
        "please contact my solicitor",
        "I am her legal guardian",
        "I hold power of attorney for him",
        "my lawyer is handling this",
        "talk to my financial counsellor",
        "we are represented by counsel",
    ],
    MINOR: [
        "我还未成年",
        "我才15岁",
        "本人未满18岁",
        "机主是小学生",
        "他今年16岁，是未成年人",
        "I'm only 15",
        "I am a minor",
        "she is under 18",
        "I'm 16 years old",
    ],
    OCCASION: [
        "今天我结婚，别发了",
        "家里被淹了，正在救灾",
        "这里是灾区",
        "房子烧了",
        "today is our wedding day",
        "our house is flooded",
        "earthquake destroyed our home",
    ],
}
TELLS_NOTHING = [
    "累死了",
    "笑死我了",
    "烦死了你们",
    "热死",
    "我死了是不是就不用还了",
    "要是我死了你们找谁",
    "卡死了",
    "可爱死了這貼圖",
    "密码错三次锁死了",
    "我手机没了",
    "我爱人走了，去上班了",
    "我妈上周走了，去了北京",
    "我妈今天走了两万步",
    "我妈走了再打给你",
    "我老公走了，家里一团糟",
    "钱没了",
    "余额没了",
    "我老公出差了",
    "他走了，不在家",
    "my phone died",
    "battery is dead",
    "dead tired today",
    "I'm dying here lol",
    "if he died you would still text",
    "我们公司破产了",
    "老板破产跑路了",
    "快被你们逼破产了",
    "要破产了",
    "going bankrupt because of you",
    "my company went bankrupt",
    "我要请律师告你们",
    "你们的律师是谁",
    "收到律师函了",
    "I'll sue you, hear from my lawyer",
    "孩子未成年要养",
    "我女儿未成年需要照顾",
    "我儿子才5岁",
    "逾期15天",
    "我15号还",
    "I am 5 days late",
    "I'm 10 minutes away",
    "I'm 17 days behind",
    "下个月结婚要用钱",
    "朋友结婚随份子",
    "昨晚台风停电没看到",
    "机主没有去世",
    "他没死",
    "我不是机主",
    "明天还",
    "好的",
    "谢谢",
    "STOP",
    "TD",
    "死活联系不上客服",
    "该死的短信",
    "他死不承认",
    "我还有两个月才18岁",
    "他才还了一半",
    "今年16号还",
    "爷爷生病住院",
    "妈妈住院了",
    "I'm under 18k in debt",
    "he is dead wrong about the amount",
    "I was dead serious",
    "passed the deadline",
    "我先生会还的",
    "孩子走丢了",
    "婚礼花太多",
    "is this person dead or what lol",
]


@pytest.mark.parametrize(
    ("kind", "reply"), [(kind, reply) for kind, told in TELLS.items() for reply in told]
)
def test_what_has_happened_is_understood(kind: str, reply: str) -> None:
    assert circumstances(reply) == {kind}


@pytest.mark.parametrize("reply", TELLS_NOTHING)
def test_what_only_sounds_like_it_is_not(reply: str) -> None:
    assert circumstances(reply) == frozenset()


@pytest.mark.parametrize("reply", [told[0] for told in TELLS.values()])
def test_such_a_reply_is_never_harmless(reply: str) -> None:
    found = read(reply)
    assert found.circumstances
    assert not found.harmless
