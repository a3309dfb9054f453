"""Whose step to a court it is: the lender's, or the customer's own, one denied, one disowned.

Only the lender's may be a threat. What looks like another's is not fair by itself either: a person
is asked about it, where the lender's is blocked.
"""

import re

from messaging.content.text.fold import plain

_BORDER = re.compile(r"[，。！？；,;!?\n\r]|\.(?=\s|$)")
_END = re.compile(r"[。！？!?\n\r]|\.(?=\s|$)")
_REACH = 120  # characters looked at on each side

_DOES = "有|向|请|聘请|委托了?|找|咨询|走|选择|提请|提交|带"
_THEIRS = re.compile(
    rf"(?:你|如)(?!.{{0,20}}(?:将|(?<!委员)会|被|面临|等着|等待|收到|接到|我们|后果|只能|必须))"
    rf".{{0,8}}(?:{_DOES}).{{0,10}}$"
)
_ALSO = re.compile(rf"^(?:也|亦|还)?(?:可以|可|能)[^我将被]{{0,4}}(?:{_DOES})[^我将被]{{0,4}}$")
_MUST = re.compile("否则|不然|后果|到时|休怪|别怪|奉陪|等着|必将|务必|立即|马上|今天内|最后")
_DENIED = re.compile(
    "(?:没有|并无|并未|从未|无意|不打算|不准备|不计划|无计划|不想|不会|不是)"
    "(?!不|还|付|缴|处理|理|接|回).{0,8}$"
)
_TWICE = re.compile("不得不|不会不|不是不|没有不|不排除|不是没|难道|岂|除非|之前|目前没有.{0,4}但")
_NAMED = re.compile("(?:收到的|如果.{0,4}收到|若.{0,4}收到|名为|所谓).{0,6}$")
_NOT_OURS = re.compile(
    "(?:不是|并非|非)(?:由|出自)?(?:我们|本公司|我司|本机构)|官方(?:渠道|网站|途径)|(?:请|可).{0,6}核实"
)
_THEIRS_EN = re.compile(
    r"\byou (?:can|may|could|have the right to|are free to|want to|wish to|choose to|prefer to)"
    r"(?!\W+(?:expect|face|be|receive|get|end)\b)[^.;]{0,40}$"
)
_DENIED_EN = re.compile(r"\b(?:not|no plans?|no intention|never|nothing to do with)\b[^.;,]{0,30}$")
_MUST_EN = re.compile(
    r"\b(?:unless|until|otherwise|or else|but|yet|have no choice|not hesitate"
    r"|if you (?:do not|dont))\b"
)


def is_anothers(text: str, start: int, end: int) -> bool:
    """Whether the legal step named from `start` to `end` is plainly not one the lender takes."""
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    clause = _plain(_BORDER.split(before)[-1])
    sentence = _END.split(before)[-1], _END.split(after)[0]
    whole = _plain(sentence[0] + text[start:end] + sentence[1])
    if _MUST.search(whole) or _MUST_EN.search(whole) or _TWICE.search(whole):
        return False
    if _ALSO.search(clause) and "你" in whole:
        return True
    if _THEIRS.search(clause) or _DENIED.search(clause):
        return True
    if _THEIRS_EN.search(clause) or _DENIED_EN.search(clause):
        return True
    if clause.endswith("以") and after.startswith("官方"):
        return True
    return bool(_NAMED.search(clause) and _NOT_OURS.search(_plain(sentence[1])))


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower().replace("'", "")
    return plain(re.sub(r"[“”「」『』\"‘’]", "", text))
