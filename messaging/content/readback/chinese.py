"""Figures and standings in Chinese texts, simplified and traditional."""

from __future__ import annotations

import re

# \ue001 stands for a number, \ue000 for a name.
FIGURES = re.compile(
    r"(?<![-.A-Za-z\ue000])(?:"
    r"(?:(?P<year>\ue001)年)?(?P<month>\ue001)月(?P<day>\ue001)[日号號]"
    r"|(?P<before>新台[币幣]|人民[币幣]|[A-Z]{3}|[¥￥$＄€£])?\s?(?P<amount>\ue001)\s?"
    r"(?P<unit>[万萬]?(?:港元|港[币幣]|美元|美金|[欧歐]元|英[镑鎊]|日[元圓圆]|[韩韓]元|澳[门門]元|"
    r"新加坡元|澳元|印度[卢盧]比|元|圆|圓|[块塊](?:钱|錢)?|(?<=\s)[A-Z]{3}\b))"
    r"|(?P<sign>[¥￥$＄€£])\s?(?P<signed>\ue001)"
    r"|(?P<days>\ue001)\s?[天日](?![內内]|之[內内]|以[內内])"
    r"|(?P<count>\ue001|[两兩二三四五六七八九十])\s?[笔筆]"
    r")"
)
UNITS = {
    "港元": "HKD",
    "港币": "HKD",
    "港幣": "HKD",
    "美元": "USD",
    "美金": "USD",
    "欧元": "EUR",
    "歐元": "EUR",
    "英镑": "GBP",
    "英鎊": "GBP",
    "日元": "JPY",
    "日圓": "JPY",
    "日圆": "JPY",
    "韩元": "KRW",
    "韓元": "KRW",
    "澳门元": "MOP",
    "澳門元": "MOP",
    "新加坡元": "SGD",
    "澳元": "AUD",
    "印度卢比": "INR",
    "印度盧比": "INR",
}
BEFORE = {"新台币": "TWD", "新台幣": "TWD", "人民币": "CNY", "人民幣": "CNY"}
PLAIN_YUAN = {"zh-hans": "CNY"}
"""What 元 alone is; in a Traditional text it could be any of three."""

NUMERALS = {sign: place for place, sign in enumerate("二三四五六七八九十", 2)} | {"两": 2, "兩": 2}

SENTENCE_END = "。；！？!?\n"
SUM_WORDS = re.compile(r"合[计計]|[总總][计計共额額]|共(?![同和享])")
OWED_BEFORE = re.compile(
    r"(?:[应應需须須未待请請][^，。；]{0,2}[还還付缴繳]|[还還][款清]|欠|逾期|[偿償]|支付|[缴繳]|本金)"
    r"[^，。；]{0,8}\Z"
)
FIRST = "最早"
DUE_BEFORE = re.compile(r"(?:[还還]款日期?|到期日?|[应應][还還])[^，。；]{0,3}\Z|[应應]于\Z")
DUE_AFTER = re.compile(
    r"(?:（最早一[笔筆]）)?(?:到期|之?前?[应應]?[还還]|是[^，。；]{0,12}[还還]款日)"
)
OVERDUE_BEFORE = re.compile(r"(?:逾期|超期|拖欠)[^，。；！？\ue001]{0,6}\Z")
OVERDUE_AFTER = re.compile(r"前(?:到期|[应應])|[没沒未][还還有]")
TO_COME_BEFORE = re.compile(r"(?:[还還](?:有|剩)|距[^，。；]{0,10}|[仅僅]剩)\s?\Z")
TO_COME_AFTER = re.compile(r"[后後](?:到期|[应應]?[还還])")
GENERAL_BEFORE = re.compile(r"(?:如|若|一旦|倘|凡|超[过過]|[满滿]|每)[^，。；]{0,10}\Z")
GENERAL_AFTER = re.compile(r"及?以上|起|[后後](?!到期|[应應]?[还還])|[将將会會]")
STANDINGS = re.compile(
    r"(?P<supposed>(?:如|若|一旦|倘)[^，。；]{0,6}?)?(?:"
    r"(?P<overdue>已[经經]?逾期|[现現]逾期|逾期至今)"
    r"|(?P<today>今[天日](?:（[^）]*）)?(?:到期|[^，。；！]{0,40}[还還]款日))"
    r"|(?P<later>即[将將]到期|[将將]于[^，。；]{0,12}到期|[还還]未到期))"
)
