"""What machines, banks and regulators do is said in the words of people who deny and complain."""

import pytest

from messaging.replies.intents import Intent, by_rule
from messaging.replies.normalising.speech import heard

STOPPING = {
    *(Intent.DISPUTE, Intent.WRONG_PARTY, Intent.HARDSHIP, Intent.COMPLAINT),
    *(Intent.OPT_OUT, Intent.OPT_OUT_REVIEW),
}

PAIRS = [
    ("新机器人脸不认", "这笔账我不认", Intent.DISPUTE),
    ("网银升级以后我的卡不认了", "你们算的利息我不认", Intent.DISPUTE),
    ("会不会是冒充的啊", "有人冒充我贷的款", Intent.DISPUTE),
    ("冒充的吧", "别人冒充我签了合同", Intent.DISPUTE),
    ("银行把钱退回了，说是户名不符", "名字不符，我不是这个人", Intent.WRONG_PARTY),
    ("姓名不符绑不上卡", "名字对不上，你找的是谁", Intent.WRONG_PARTY),
    ("多谢公司关怀", "公司关了三个月了", Intent.HARDSHIP),
    ("支付宝还不了，提示限额", "真的还不了", Intent.HARDSHIP),
    ("刚拔牙脸肿着，人脸识别过不去", "刚做完手术，没钱", Intent.HARDSHIP),
    ("你们归哪个监管局管", "我去监管局投诉你们", Intent.COMPLAINT),
    ("金融监管总局网站查得到你们吗", "金融监管总局见，我这就举报", Intent.COMPLAINT),
    ("are you regulated by the FCA?", "I am going to the FCA about you", Intent.COMPLAINT),
    ("does it report to Experian", "I'll report you to the ombudsman", Intent.COMPLAINT),
]


@pytest.mark.parametrize(("of_things", "of_themselves", "meant"), PAIRS)
def test_only_what_people_say_of_themselves_stops(
    of_things: str, of_themselves: str, meant: Intent
) -> None:
    assert not by_rule(heard(of_things)) & STOPPING
    assert meant in by_rule(heard(of_themselves))
