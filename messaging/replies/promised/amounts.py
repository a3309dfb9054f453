"""The amount of money a clause names beside its verb of paying."""

import re
from decimal import Decimal

from messaging.replies.promised.numbers import money

_FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,7}(?:\.\d{1,2})?"
_SIGN = (
    r"(?:[$£€¥￥]|RS\.?|INR|HK\$?D?|S\$|SGD|NT\$?D?|US\$?D?|RM|GBP|AU?\$|AUD|CNY|RMB|EUR|PHP|₹|₱)"
)
_WORD = r"(?:DOLLARS?|BUCKS?|QUID|POUNDS?|RUPEES?|USD|RMB|YUAN|RINGGIT|RM|EUROS?|HKD|SGD|PESOS?)"
_UNIT = r"(?:元|块钱?|圆|大洋|人民币|港币|台币|刀)"
_CHINESE = (
    r"(?:[一二两三四五六七八九]万)?(?:[一二两三四五六七八九]千)?(?:零?[一二两三四五六七八九]百)?"
    r"(?:零?[一二两三四五六七八九]?十)?[一二两三四五六七八九]?"
)
_NO_MONEY = (
    r"(?!\d|[.:/%-]\d|[号日月天点期次个年周分岁楼位折倍%％]|\s*(?:ST|ND|RD|TH|AM|PM|DAYS?|WEEKS?|WKS?"
    r"|MONTHS?|HRS?|HOURS?|MINS?|MINUTES|PERCENT|INSTAL\w*|PAYMENTS?|TIMES?|X\b|O'?CLOCK|OF\s+US)\b)"
)
_PAYS = (
    r"(?:过数|过(?=\d{3}|\d,\d|[一二两三四五六七八九][百千万])|入数|转账|汇款|付款|缴款|还款|打款|存款|还|付|缴|交|转|汇|打|存|给|结|清|补|换|弄|凑|放|备|处理|搞定|整|入|送|PAY(?:ING)?|SEND(?:ING)?"
    r"|TRANSFER(?:RING)?|SETTLE|CLEAR|DO|HAVE|GIVE|DEPOSIT|MANAGE|WIRE|PUT|MAKE|AFFORD|GOT)"
)
_BETWEEN = (
    r"(?:你们?|住|先|上|掉|进去|进|过去|过|给你们?|利息|本金|款|钱|点|个|一半|了|完|清|齐|够|出|来|\s|YOU|U|ONLY|JUST"
    r"|THAT|SAME|DAY|THEN|ABOUT|FULL|WHOLE|TOTAL|REMAINING|LAST|THE|AROUND|UP|A|:|OVER|MAYBE|BACK|FIRST)*"
)
_SMALL_WORDS = {
    "ONE": 1, "TWO": 2, "THREE": 3, "FOUR": 4, "FIVE": 5, "SIX": 6, "SEVEN": 7, "EIGHT": 8,
    "NINE": 9, "TEN": 10, "ELEVEN": 11, "TWELVE": 12, "THIRTEEN": 13, "FOURTEEN": 14,
    "FIFTEEN": 15, "SIXTEEN": 16, "SEVENTEEN": 17, "EIGHTEEN": 18, "NINETEEN": 19,
}  # fmt: skip
_TENS = {
    "TWENTY": 20, "THIRTY": 30, "FORTY": 40, "FIFTY": 50, "SIXTY": 60, "SEVENTY": 70,
    "EIGHTY": 80, "NINETY": 90,
}  # fmt: skip
_SCALES = {"HUNDRED": 100, "THOUSAND": 1000, "GRAND": 1000}
_NUMBER_WORD = rf"(?:{'|'.join((*_SMALL_WORDS, *_TENS))})"
_SPELT = re.compile(
    rf"\b(?:{_NUMBER_WORD}|AN?(?=\s+(?:HUNDRED|THOUSAND|GRAND)))\b"
    rf"(?:[\s-]+(?:AND\s+)?(?:{_NUMBER_WORD}|{'|'.join(_SCALES)})\b)*"
)
"""Two hundred and fifty, a grand, eighty: money where a word for money or a scale says so."""

_SMALLEST = 10
"""A bare figure below this is hardly money."""

_PATTERNS = [
    re.compile(pattern)
    for pattern in (
        rf"(?P<sum>{_FIGURE})[元块](?P<tenths>[1-9一二三四五六七八九])[毛角]",
        r"(?P<sum>\d+(?:\.\d+)?\s?[万千百KW]\d?)(?![\d天个A-Z])",
        rf"{_SIGN}\s?(?P<sum>{_FIGURE})(?:\s?K\b)?",
        rf"(?P<sum>{_FIGURE})\s?(?:{_UNIT}|{_WORD}\b)",
        rf"(?P<sum>(?=[一二两三四五六七八九][万千百]){_CHINESE})(?![天个期年月号次])",
        rf"(?P<sum>(?=[一二两三四五六七八九十]){_CHINESE}){_UNIT}",
        rf"(?P<verb>{_PAYS}){_BETWEEN}(?P<bare>{_FIGURE}){_NO_MONEY}",
        rf"\b(?:THAT|SAME)\s+DAY:?\s+(?:ONLY\s+)?(?P<bare>{_FIGURE}){_NO_MONEY}",
        rf"金额[是为:]?(?P<bare>{_FIGURE}){_NO_MONEY}",
        rf"(?:剩下?|余下|其余)的?(?P<bare>{_FIGURE}){_NO_MONEY}",
        rf"^\s*(?:(?:THE\s+)?(?:FULL|WHOLE|TOTAL)\s+)?(?P<bare>{_FIGURE}){_NO_MONEY}\s*(?:(?:FIRST|ONLY|LAH?|NOW|FOR\s+NOW|PLS|PLEASE|OK|PROMISE|先|左右|整)\s*)*$",
        rf"^\s*(?:THE\s+)?(?:AN)?(?:OTHER\s+)?(?P<bare>{_FIGURE})\s+(?:ON|BY|AT)\s*$",
        rf"(?<![\d.,/:-])(?P<bare>\d{{2,6}}(?:\.\d{{1,2}})?){_NO_MONEY}(?:\s|一次性?|全部|全|都|一起|一并|直接|马上|先)*{_PAYS}",
    )
]
_NOT_OURS = re.compile(
    r"(?:工资|薪水?|欠|差|剩(?!下|余)|只有|借了?|逾期|利息|罚息|一共|总共|余额|卡里|尾号|后四位|账号|卡号|房租"
    r"|SALARY|OWE|ENDING|ACCOUNT|BALANCE|ONLY\s+HAVE|ON\s+ME)[^还付缴交转给]{0,4}$"
)


def amount(text: str) -> Decimal | None:
    """None when the clause names none, or one that is not what will be paid."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            groups = found.groupdict()
            if not groups.get("verb") and _NOT_OURS.search(text[: found.start()]):
                continue
            bare = groups.get("bare")
            said = bare or found["sum"]
            value = money(said) if said else None
            if value and (tenths := groups.get("tenths")):
                value += (money(tenths) or Decimal(0)) / 10
            if value and (not bare or value >= _SMALLEST):
                return value
    return None


def in_figures(text: str) -> str:
    """ "Two hundred quid" as 200 QUID; of a text in capital letters."""
    return _SPELT.sub(_as_figures, text)


def _as_figures(found: re.Match[str]) -> str:
    """Words that are no money stay as they are: one week, the two of us."""
    words = re.findall(r"[A-Z]+", found[0])
    money_follows = re.match(rf"\s*(?:{_WORD})\b", found.string[found.end() :])
    if not money_follows and not _SCALES.keys() & set(words):
        return found[0]
    total = group = 0
    for word in words:
        if word in _SCALES:
            group = max(group, 1) * _SCALES[word]
            if _SCALES[word] == _SCALES["THOUSAND"]:
                total, group = total + group, 0
        else:
            group += _SMALL_WORDS.get(word, 0) + _TENS.get(word, 0)
    return str(total + group)
