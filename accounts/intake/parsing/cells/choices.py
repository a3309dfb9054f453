"""Cells that hold one word of a fixed list, in Chinese or English."""

import re
from functools import lru_cache

from accounts.intake.parsing.cells.marks import narrow
from accounts.intake.parsing.cells.nothing import says_nothing
from accounts.intake.parsing.cells.problem import CellProblem

LANGUAGES = {
    "zh-hans": ("zh", "zh-cn", "zh-sg", "zh-hans-cn", "cn", "简体中文", "简体", "中文", "汉语"),
    "zh-hant": (
        "zh-tw",
        "zh-hk",
        "zh-mo",
        "zh-hant-tw",
        "zh-hant-hk",
        "繁体中文",
        "繁體中文",
        "繁體",
        "繁体",
    ),
    "en": ("en-us", "en-gb", "english", "英文", "英语"),
}
ROLES = {
    "debtor": ("borrower", "借款人", "主借人", "主借款人", "本人"),
    "co_debtor": ("co-debtor", "codebtor", "co-borrower", "共同借款人", "共借人", "共同债务人"),
    "guarantor": ("担保人", "保证人", "连带保证人"),
}
CAUSES = {
    "unknown": ("未知", "不明", "不详"),
    "forgot": ("forgotten", "忘记", "忘记还款", "遗忘"),
    "cash_flow": ("cash-flow", "cash flow", "资金周转", "资金紧张", "周转困难", "资金周转困难"),
    "hardship": ("困难", "生活困难", "经济困难", "失业", "疾病"),
    "dispute": ("disputed", "争议", "异议", "有争议"),
}
# What a file of repayments says of one: it came in, or it went back again.
TAKEN_BACK = {
    "no": (
        *("n", "0", "false", "paid", "posted", "settled", "success", "succeeded", "ok", "received"),
        *("否", "成功", "正常", "已入账", "入账", "已还", "已到账", "到账", "有效", "还款成功"),
    ),
    "yes": (
        *("y", "1", "true", "reversed", "reversal", "returned", "bounced", "chargeback", "failed"),
        *("cancelled", "canceled", "void", "voided", "refunded", "rejected", "dishonoured"),
        *("是", "冲正", "已冲正", "冲销", "已冲销", "退票", "已退票", "退回", "已退回", "撤销"),
        *("已撤销", "退款", "已退款", "失败", "扣款失败", "作废", "无效", "拒付"),
    ),
}
# What a customer said of a consent.
AGREED = {
    "yes": ("y", "1", "true", "agreed", "granted", "given", "是", "同意", "已同意"),
    "no": (
        *("n", "0", "false", "revoked", "withdrawn", "declined", "refused"),
        *("否", "不同意", "未同意", "撤回", "已撤回", "撤销", "已撤销", "拒绝"),
    ),
}
# ISO 4217, currencies in use (funds and metals left out).
CURRENCIES = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
    CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS
    GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW
    KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR
    MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR
    SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX
    USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
    """.split()  # noqa: SIM905 - 150 quoted words would read worse
)
CURRENCY_WORDS = {
    "人民币": "CNY",
    "RMB": "CNY",
    "元": "CNY",
    "港币": "HKD",
    "新台币": "TWD",
    "美元": "USD",
}


def lookup(words: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {word: value for value, others in words.items() for word in (value, *others)}


LAST4 = re.compile(r"[0-9A-Z]{4}")
PLAIN_LAST4 = re.compile(r"[0-9]{3}[0-9X]")
LANGUAGE_WORDS, ROLE_WORDS, CAUSE_WORDS = lookup(LANGUAGES), lookup(ROLES), lookup(CAUSES)
TAKEN_BACK_WORDS, AGREED_WORDS = lookup(TAKEN_BACK), lookup(AGREED)


def one_of(words: dict[str, str], text: str, *, code: str) -> str:
    value = words.get(text) or words.get(narrow(text).casefold())
    if value is None:
        raise CellProblem(code)
    return value


def parse_language(text: str) -> str:
    return one_of(LANGUAGE_WORDS, text.replace("_", "-"), code="bad_language")


def parse_role(text: str) -> str:
    return one_of(ROLE_WORDS, text, code="bad_role")


def parse_cause(text: str) -> str:
    return one_of(CAUSE_WORDS, text, code="bad_cause")


def parse_taken_back(text: str) -> bool:
    """Whether the money went back again."""
    return one_of(TAKEN_BACK_WORDS, text, code="bad_status") == "yes"


def parse_agreed(text: str) -> bool:
    """Whether the customer agreed."""
    return one_of(AGREED_WORDS, text, code="bad_consent") == "yes"


@lru_cache(maxsize=256)
def parse_currency(text: str) -> str:
    text = narrow(text).upper()
    code = CURRENCY_WORDS.get(text, text)
    if code not in CURRENCIES:
        raise CellProblem("bad_currency")
    return code


def parse_last4(text: str) -> str:
    """The last four of an identity card; X is a digit there."""
    if PLAIN_LAST4.fullmatch(text):
        return text
    text = narrow(text).upper()
    if text.isdecimal() and len(text) < len("0071"):
        raise CellProblem("last4_lost_zeros")
    if not LAST4.fullmatch(text) or says_nothing(text, zeros=False):
        raise CellProblem("bad_last4")
    return text
