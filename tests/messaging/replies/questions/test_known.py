"""Ordinary questions hold nothing and want an answer; what is not all known is none."""

import pytest

from messaging.replies.normalising.speech import heard
from messaging.replies.questions.known import is_ordinary_question
from messaging.replies.reading import read

ORDINARY = [
    *("请问现在怎么还款", "一共要还多少钱", "你好，还款日是几号", "扣哪张卡，尾号多少"),
    *("可以用微信付吗", "你们支持云闪付不", "周六浦东网点开门吗", "提前还完要不要手续费"),
    *("app登不上，验证码老收不到", "客服一直占线", "对公账户发我一下", "是今天扣还是明天扣"),
    *("點還呀", "可唔可以去7-11交", "星期日有冇開門", "請問虛擬帳號給我一下", "超商可以繳嗎"),
    *(
        "how do i pay this",
        "What time do you guys close on Saturdays?",
        "is there a fee if I pay it off early",
    ),
    # whether it arrived, in dialect too; which day counts; what somebody wants done
    *("你好昨天还的 今天能显示没", "有客服电话没 发我一个", "节假日顺延吗", "晚上九点后转算今天吗"),
    *("我想辦自動扣款要準備什麼文件", "怎么关掉自动扣款 我想手动还", "麻烦帮我换一下扣款卡"),
    # the thing alone
    *(
        "客服电话多少",
        "怎么提前还",
        "今天扣还是明天扣",
        "怎麼登入",
        "仲有幾多期",
        "結清證明呢",
        "收款人是谁",
    ),
    *("customer service number", "due date please", "a receipt can you send it"),
    # where something stands, and who is there; what does not open
    *("你们地址在哪 是不是在老供销社对面", "张经理还在你们那里上班吗", "开户行写哪个支行"),
    *("應用商店搜不到app", "個app入唔到", "不好意思刚下班才看到，还款码再发一次可以吗", "户名"),
    *("is the branch on Orchard Road open on sunday", "what is the IFSC code for NEFT"),
    *("if i pay after 5pm does it count as today", "where do i send the money to"),
    *("can i pay the whole loan off early, is there any fee", "sort code please"),
    *("Is there a penalty for paying off early?", "没看懂，能说清楚点吗"),
    *("whats the sort code", "cant log in to the app", "can someone ring me back tomorrow"),
]
NONE = [
    # who writes, whether it is a fraud, why
    *(
        "你是哪家平台的呀",
        "这短信是不是诈骗",
        "为什么给我发这个",
        "从哪弄的我电话",
        "who is this",
        "is this real",
    ),
    # relief, reproach, refusal in the form of a question
    *("下个月再还行吗", "每月还一点行吗", "能帮我关了提醒吗", "这都几点了", "怎么查到我公司的"),
    *(
        "can you give me time",
        "can i pay monthly",
        "can you not text me",
        "where did you get this number",
    ),
    # parts, later, whose loan, others asked, no more texts: whatever words they are made of
    *("先还500行吗", "一个月三千怎么还", "顺延几天", "明细给我"),
    *("我有这笔贷款吗", "怎么给我妈打电话", "还清了还要多少", "合同写的利息是多少", "閂咗個提示"),
    *("can i pay 30 a month", "how do i pay when im out of work", "hours got cut can i pay online"),
    *("can you call my mum", "where is my money", "how much if i cant pay", "is there any help"),
    # whoever wants to see what he owes it by
    *("合同呢", "给我流水", "明细呢"),
    # the end of the account, something for nothing, a debt that may not be
    *("怎么注销账号", "能免费吗", "can i get my money back", "do i owe you money"),
    # one word that is not known
    *("怎么还款魑魅", "死了还用还吗", "多少钱能放过我"),
]


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_question_holds_nothing_and_wants_an_answer(text: str) -> None:
    assert is_ordinary_question(heard(text))
    assert (read(text).harmless, read(text).asks) == (True, True)


@pytest.mark.parametrize("text", NONE)
def test_what_means_more_or_is_not_all_known_is_none(text: str) -> None:
    assert not is_ordinary_question(heard(text))
    assert not read(text).harmless


@pytest.mark.parametrize("text", ["好的谢谢", "明天还", "", "👍", "[自动回复]请问有什么可以帮您？"])
def test_who_asks_nothing_waits_for_nothing(text: str) -> None:
    assert not read(text).asks
