"""How a text sounds: no shouting, and no question that the reply N would answer."""

import re
from collections.abc import Iterator

from messaging.content.remarks import remark
from messaging.content.text.findings import Finding
from messaging.content.text.flat import Flat

_PILE = re.compile(r"[!?](?:\s*[!?])+")
_MARKS = re.compile(r"!")
_MANY_MARKS = 4  # spread over a text
_CAPITALS = re.compile(r"\b[A-Z]{3,}(?:[\s,.!-]+[A-Z]{2,})*[\s,.!-]+[A-Z]{3,}\b|\b[A-Z]{8,}\b")
_YES_NO = re.compile(
    r"[^。!?\n]{0,60}(?:[吗嗎么麼]|好不好|行不行|对不对|對不對|是不是)\s*\?"
    r"|[^。!?\n]{0,60}(?:是否|能否|可否|要不要|愿不愿|有没有|有沒有|会不会|會不會)[^。!?\n]{0,40}\?"
    r"|(?:^|[.!?,:\n]\s*)(?:can|could|will|would|do|did|are|have|is|shall|may) (?:you|we|it|this|i)"
    r"\b[^.!?\n]{0,120}\?"
)
_ONE_CHARACTER = re.compile(
    r"(?:回复|回覆|回復|回|reply|answer|text)(?:\s*(?:数字|數字|with|字母))?\s*[“\"'「『]?\s*"
    r"(?:[0-9]|[yn是否]|yes|no)(?![0-9a-z])"
)
_OPTING_OUT = re.compile(r"退订|退訂|拒收|取消订阅|取消訂閱|opt ?out|unsubscribe|stop")
_NEAR = 12  # characters around a reply code in which opt-out words explain it


def review_manners(text: str, flat: Flat) -> Iterator[Finding]:
    """Only remarks; a person decides."""
    piles = list(_PILE.finditer(flat.text))
    for match in piles:
        yield remark("exclamation_pile", text, *flat.span(*match.span()))
    marks = list(_MARKS.finditer(flat.text))
    if not piles and len(marks) >= _MANY_MARKS:
        yield remark("exclamation_pile", text, *flat.span(*marks[-1].span()))
    for match in _CAPITALS.finditer(text):
        yield remark("shouting", text, *match.span())
    for match in _YES_NO.finditer(flat.text):
        yield remark("asks_yes_no", text, *flat.span(*match.span()))
    for match in _ONE_CHARACTER.finditer(flat.text):
        around = flat.text[max(match.start() - _NEAR, 0) : match.end() + _NEAR]
        if not _OPTING_OUT.search(around):
            yield remark("asks_reply", text, *flat.span(*match.span()))
