"""Traditional characters proposed for Simplified ones; a person decides whether they read well.

OpenCC turns characters and words; a few words of banking are then put as Hong Kong and Taiwan both
write them. Nothing proposed here reaches a borrower before it was approved.
"""

from functools import cache

import opencc

_BOTH_WRITE = {
    "賬": "帳",
    "聯繫": "聯絡",
    "信息": "訊息",
    "短信": "短訊",
    "網點": "分行",
    "營業分行": "分行",
    "登錄": "登入",
    "公眾號": "官方帳號",
    "客服熱線": "客服專線",
    "出藉": "出借",  # OpenCC reads 付给出|借 as an excuse
    "天后": "天後",  # days later, and no queen of heaven
}


def propose(simplified: str) -> str:
    """How the text may be written in Traditional characters."""
    text: str = _converter("s2tw").convert(simplified)
    for word, better in _BOTH_WRITE.items():
        text = text.replace(word, better)
    return text


def reads_simplified(text: str) -> str:
    """How a Traditional text would read in both regions' characters, where it does not; else empty.

    柜台 holds no character of Simplified script only, and is still written 櫃檯.
    """
    taiwan, hong_kong = (_converter(way).convert(text) for way in ("s2tw", "s2hk"))
    return "" if text in (taiwan, hong_kong) else taiwan


@cache
def _converter(way: str) -> opencc.OpenCC:
    return opencc.OpenCC(way)
