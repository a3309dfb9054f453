"""What people write back, in their own words. Pure."""

from collections.abc import Mapping, Sequence
from enum import StrEnum


class Matter(StrEnum):
    """What somebody wants to say; how it is understood is the reader's affair."""

    PROMISE = "promise"
    PAID = "paid"
    HARDSHIP = "hardship"
    COMPLAINT = "complaint"
    STRANGER = "stranger"
    STOP = "stop"
    THANKS = "thanks"
    QUESTION = "question"


WORDS: Mapping[str, Mapping[Matter, Sequence[str]]] = {
    "zh": {
        Matter.PROMISE: (
            "{day}号发工资，当天就还",
            "好的，{day}号还上",
            "{day}号发了钱就还",
            "行，{day}号之前还清",
        ),
        Matter.PAID: ("刚刚已经还了，请查一下", "已经转过去了", "今天在App上还清了"),
        Matter.HARDSHIP: (
            "住院了，这个月实在还不上，能延期吗",
            "失业两个月了，能不能分期还",
            "家里人生病花光了，申请缓一缓",
            "做完手术在家养病，没有收入，怎么办理延期",
        ),
        Matter.COMPLAINT: (
            "天天发，烦死了，我要投诉你们",
            "金额不对吧，乱发短信，投诉",
            "再这样发我就去银保监投诉",
            "你们这个态度我要投诉",
        ),
        Matter.STRANGER: (
            "你发错人了，我不认识他",
            "这个号是我新办的，不是你要找的人",
            "打错了，我不姓这个",
        ),
        Matter.STOP: ("TD", "退订", "T"),
        Matter.THANKS: ("收到，谢谢提醒", "好的谢谢", "收到"),
        Matter.QUESTION: ("怎么还款？App登不上去", "对公账号发我一下", "怎么改还款日？"),
    },
    "en": {
        Matter.PROMISE: ("I get paid on the {day}th and will pay then", "Will pay on the {day}th"),
        Matter.PAID: ("Just paid, please check", "Already paid today"),
        Matter.HARDSHIP: ("I lost my job, can I pay later?", "In hospital, can I get more time?"),
        Matter.COMPLAINT: ("Stop harassing me, I will file a complaint",),
        Matter.STRANGER: ("Wrong number, I don't know this person",),
        Matter.STOP: ("STOP",),
        Matter.THANKS: ("Thanks for the reminder", "OK, thank you"),
        Matter.QUESTION: ("How do I pay? The app won't let me in",),
    },
}
