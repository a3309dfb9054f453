"""Whether customers say that their own number has changed, and to which.

Somebody else's number ("他换号了") and one that has a new owner ("这是我新办的号") are a wrong
person's. Who changes the number of their own account is neither: what goes to the old number waits
until a person has read it, and the new one comes with the lender's next file.
"""

import re
from dataclasses import replace

from messaging.replies.normalising.speech import Said, heard

_SELF = "(?:我|本人)(?:自己)?(?:的)?"
_SINCE = (
    "(?:已经|已|早就|早|刚刚|刚|最近|现在|今天|昨天|前几天|前天|上个?月|上周|这个?月|这周|去年"
    "|都|也)*"
)
_NUMBER = "(?:手机|电话|联系)?(?:号码|号|电话)"
_CHANGED = "(?:换|改|更换|变更|变)(?:了|成|为|过)+"
_FIGURES = "(?:是|为|改为|改成|换成|打|：|:)*[0-9]{7,15}"
_CHINESE = re.compile(
    f"{_SELF}{_SINCE}{_CHANGED}(?:一?个)?(?:新)?(?:的)?{_NUMBER}(?!主)"
    f"|{_SELF}{_SINCE}换(?:新)?{_NUMBER}了|^(?:不好意思|你好"
    f"|抱歉)*换(?:了)?(?:新)?{_NUMBER}了?(?=(?:(?:现在)?(?:的)?新(?:的)?{_NUMBER})?{_FIGURES})"
    f"|{_SELF}(?:原来|之前|以前)?(?:的)?(?:这个?)?{_NUMBER}{_SINCE}(?:{_CHANGED}|[换改变]了)"
    f"|(?:{_SELF})?新(?:的)?{_NUMBER}{_FIGURES}|(?:{_SELF})新(?:的)?{_NUMBER}(?:是|为)"
    f"|这(?:个)?是{_SELF}新(?:的)?{_NUMBER}|(?:打|发|联系|用)(?:到)?{_SELF}新(?:的)?{_NUMBER}"
    f"|这个?{_NUMBER}(?:我|本人){_SINCE}(?:马上|快|下个?月)?(?:就|要)?(?:不用|停用|注销|停)了"
)
_NOT_CHINESE = re.compile(
    "[他她]|不是(?:我|本人)|人家|别人|机主|号主|前任|(?:我|的)(?:家人|爸|妈|老公|老婆|儿子|女儿|哥|姐|弟|妹"
    "|朋友|同事)"
    "|(?:再|逼|不然|要不|否则|信不信|都想|想要?|打算|准备|只好|只能|考虑|就)(?:[^的]{0,4})换"
    "|换(?:个|掉)?[^了]{0,3}号(?:算|骚扰|继续|发)|新(?:办|买|开|装|领)的|新机主|新号主|二手"
)
_ENGLISH = re.compile(
    r"\b(?:I|IVE|I HAVE|WE)(?: HAVE|VE)?(?: JUST| RECENTLY| ALREADY)?(?: CHANGED"
    r"| SWITCHED)(?: TO)?(?: MY| A| OUR)?(?: NEW)?"
    r"(?: PHONE| MOBILE| CELL)? NUMBERS?\b"
    r"|\bMY (?:NEW |OLD |PHONE |MOBILE |CELL )*NUMBER(?:S| IS| HAS| WILL BE"
    r"| NOW)*(?: NOW)?(?: CHANGED| CHANGING| \d{6,}|(?<=NEW NUMBER IS)\b)"
    r"|\bMY NEW (?:PHONE |MOBILE |CELL )?NUMBER\b|\b(?:REACH|TEXT|CALL|CONTACT"
    r"|MESSAGE) ME (?:ON|AT) (?:MY NEW|\d{6,})"
    r"|\bNEW (?:PHONE |MOBILE )?NUMBER(?: IS)? \d{6,}"
)
_NOT_ENGLISH = re.compile(
    r"\b(?:HE|SHE|HIS|HER|THEY|OWNER|IF|GONNA CHANGE|WRONG|NOBODY|NO ONE|NEVER HEARD|DONT KNOW"
    r"|LIVES? HERE|NOT (?:HIM|HER|ME))\b"
)
_ASKS = re.compile("怎么|如何|哪里|[吗么]$|登|绑|能不能|可以不|可不可以")
_COUNTED = (
    r"(?:\s*(?:[号號日月年点點时時天元块塊圆圓%:：/.]|个|個|[还還交缴繳付转轉]|(?:st|nd|rd|th|am|pm|usd|hkd|gbp)\b"
    r"|dollars?|pounds?|quid|days?|weeks?|o'?clock|pay))"
)
"""What makes a figure a day, an hour or an amount, no part of a number before it."""
_WRITTEN = re.compile(
    r"(?<!\d)(?:(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)|\+?\d{7,15}(?!\d)"
    rf"|\+?\d{{1,6}}(?:[ -]\d{{3,8}}(?!\d|{_COUNTED}))+(?!\d))",
    re.IGNORECASE,
)
"""A mobile of the mainland, figures in one, or groups of them: the last is the number's own."""


def says_new_number(said: Said) -> bool:
    """Not a question about it: how to change a number in the app is one about the service."""
    if said.text.isascii():
        text = " ".join(re.sub("['’`]", "", word) for word in said.words)
        return bool(_ENGLISH.search(text)) and not _NOT_ENGLISH.search(text)
    told = _CHINESE.search(said.text) and not _NOT_CHINESE.search(said.text)
    return bool(told) and not _ASKS.search(said.text)


def without_it(said: Said) -> Said:
    """The reply without what it says of a new number, so that nothing of that is read as a wrong
    person's."""
    if said.text.isascii():
        return Said("", ())
    return replace(said, text=_CHINESE.sub(lambda found: "/" * len(found[0]), said.text))


def proposed_number(text: str) -> str:
    """The number such a reply names, in figures alone; empty where it names none or several."""
    if not says_new_number(heard(text)):
        return ""
    written = _WRITTEN.findall(re.sub(r"[()（）]", " ", text).replace("  ", " "))
    found = {re.sub(r"[^\d+]", "", each) for each in written}
    whole = {each for each in found if 7 <= len(each.lstrip("+")) <= 15}
    return whole.pop() if len(whole) == 1 else ""
