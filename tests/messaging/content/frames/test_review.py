"""Frames: classes of words that, standing together, say what no lender may say."""

import pytest

from messaging.content.frames.review import review_frames
from messaging.content.reading.tokens import sentences

MET = [
    ("threat", "您女儿放学路上可要当心"),
    ("threat", "We know where you live"),
    ("insult", "连几千块都还不起的废物"),
    ("authority", "派出所已受理我司对您的报案"),
    ("authority", "我是法官助理小王"),
    ("false_consequence", "您的社保明天停掉"),
    ("false_consequence", "Your passport will be cancelled"),
    ("urgency", "给您半个小时，钱到账再说"),
    ("third_party", "我们已给您妈妈打过电话了"),
    ("third_party", "Your boss will hear about this debt tomorrow"),
    ("shaming", "您的照片将发布在业主群里"),
    ("payee", "请将款项转至我司员工张某的卡"),
    ("borrowing_fees", "本次提醒另收三十元劳务费"),
    ("harassment", "不还清就每天给您打一百个电话"),
    ("credentials", "把您的短信动态码告诉我"),
    ("disguise", "恭喜您中奖"),
    ("marketing", "低息新贷，老客户再办一笔"),
    ("marketing", "新贷利率低至3%，点击办理"),
    ("marketing", "Exclusive offer on your next loan"),
    ("threat", "夜里独自走路的人可不少"),
    ("threat", "You walk home alone"),
    ("false_consequence", "明早起违约金翻三倍"),
    ("false_consequence", "The penalty triples at noon"),
    ("urgency", "中午前必须存入"),
    ("payee", "Please transfer to Mr Tan's account"),
    ("authority", "马上起诉抓人"),
    ("authority", "本通知等同于支付令"),
    ("authority", "此簡訊視同法院文書"),
    ("urgency", "大家都还了，只有您还拖着"),
    ("urgency", "Everyone else has paid; you are the only one left"),
    ("payee", "加我本人WhatsApp談，別打公司電話"),
    ("payee", "不用打热线，打我个人手机"),
    ("payee", "这件事别和客服讲，我们私下谈"),
]
LEFT_ALONE = [
    "我们不会联系您的家人",
    "您的家人和朋友不会接到我们的电话",
    "We will not discuss this with your family, your employer or anyone else",
    "警方不会打电话替任何机构催款",
    "凡自称法院工作人员要您把钱转到“安全账户”的，都是骗局",
    "Beware of scammers pretending to be the police or the courts. We never threaten arrest.",
    "我们从不索要您的密码和短信验证码",
    "别把钱转给任何个人，我们没有个人收款码",
    "如对合同条款有不同看法，您有权向法院或仲裁机构寻求解决",
    "遇到暴力催收，请保留录音并报警",
    "家里有人生病，手头一时周转不开，都可以跟我们说",
    "祝您工作顺利、家人平安",
    "天气转凉，注意添衣",
    "提前还款不收手续费",
    "15天内答复",
    "二十四小時有人陪您聊",
    "No court action has been taken on your loan",
    "您中午前存入就来得及",
    "Dear Mr Tan, please transfer from your account",
    "傳訊息給我們也可以",
    "抵押登记由我们办理注销",
    "孩子刚出生，开销大",
]
TRICKS = [
    "我们不会忘记联系您的家人",
    "我们不是不会联系您的家人",
    "您以为我们不会联系您的家人",
    "不要让我们通知您的家人",
    "您还款我们就不会通知您的家人",
    "我们不会联系您的家人吗？",
    "除非您还款，否则我们会通知您的家人",
    "We will not hesitate to tell your employer",
    "We will not tell your employer if you pay today",
]


def kinds(text: str) -> set[str]:
    return {finding.category for finding in review_frames(text, sentences(text))}


@pytest.mark.parametrize(("kind", "text"), MET)
def test_a_frame_is_met_whatever_words_fill_it(kind: str, text: str) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_the_well_meant_is_left_alone(text: str) -> None:
    assert kinds(text) == set()


@pytest.mark.parametrize("text", TRICKS)
def test_a_trick_with_negation_excuses_nothing(text: str) -> None:
    assert kinds(text)


def test_a_finding_names_its_place_and_what_to_write() -> None:
    text = "您好。我们已给您妈妈打过电话了。"
    (finding,) = review_frames(text, sentences(text))
    assert text[finding.start : finding.end] == finding.phrase == "妈妈打过电话"
    assert finding.reason
    assert finding.suggestion
