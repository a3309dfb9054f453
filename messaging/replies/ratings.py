"""What a reply gives the service: ``5``, ``3分``, ``4/5``, ``8 out of 10``, ``非常满意``.

The survey asks for 1 to 5; who answers out of ten, or in words, is understood too.
"""

import re
import unicodedata
from dataclasses import dataclass, field

from messaging.content.text.characters import TRADITIONAL_TO_SIMPLIFIED
from messaging.replies.asking import asks
from messaging.replies.cues import keywords
from messaging.replies.normalising.normalise import normalise

BEST = 5
LOW = 2
"""Of 5: who gives no more and says why, or says it in words, is read by a person."""

MOST_CHARACTERS = 120
"""Of a reply; a longer one says more than a rating."""


@dataclass(frozen=True, slots=True)
class Rating:
    """`figure`: 1 to 5. `remark`: it says more than the figure, in words not all of praise.
    `in_words`: without any figure."""

    figure: int
    remark: str = field(default="", repr=False)
    in_words: bool = False

    @property
    def wants_reading(self) -> bool:
        return self.figure <= LOW and (self.in_words or bool(self.remark))


def rated(text: str) -> Rating | None:
    """None when the reply gives no rating."""
    if len(text) > MOST_CHARACTERS:
        return None
    letters = normalise(text)
    if alone := _ALONE.fullmatch(letters):
        return Rating(_VALUES.get(alone["figure"]) or int(alone["figure"]))
    if figure := _verdict(letters):
        return Rating(figure, in_words=True)
    return _with_a_remark(_plain(text))


def rating_of(text: str) -> int | None:
    """1 to 5; None when the reply gives no rating."""
    found = rated(text)
    return None if found is None else found.figure


_VALUES = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_VALUES |= {"十": 10, "零": 0, "ONE": 1, "TWO": 2, "THREE": 3, "FOUR": 4, "FIVE": 5, "TEN": 10}
_ALONE = re.compile(keywords.RATING)
_OUT_OF_TEN = "(?P<of_ten>10|[1-9]|[一二两三四五六七八九十])"
_TEN = rf"{_OUT_OF_TEN} ?(?:/ ?10(?!\d)|OUT OF (?:10|TEN)\b)"
_FIVE = r"(?P<of_five>[1-5]|FIVE|FOUR|THREE|TWO|ONE) ?(?:/ ?5(?!\d)|OUT OF (?:5|FIVE)\b)"
_GIVES = (
    "(?:我?(?:就|也|只能?|最多|必须)?(?:打|给|评|俾|畀|选)(?:你们?|您)?(?:打|个)?|(?:我的)?(?:评分|打分|评价)(?:是|为)?"
    "[:：]?)"
)
_UNIT = "(?:分(?!之|期|钟|钱)|颗?星(?!期|级))"
_POINTS = rf"{_GIVES} ?(?P<points>10|[0-9]|[一二两三四五六七八九十]|零) ?{_UNIT}"
_OF_FIVE = rf"(?P<units>[0-5]|[一二三四五零]) ?(?:{_UNIT}|STARS?\b)"
_HIGH = r"(?P<high>10|[6-9]|[六七八九十]) ?分(?!之|期|钟|钱)"
_STARS = "(?P<stars>[1-5]|[一二三四五])颗?星(?!期|级)"
_GIVEN = (
    r"(?:\b(?:GIVE|RATE|RATING|SCORE)"
    r"(?: (?:IT|YOU|U|YOUS|THIS|THEM|THE SERVICE|SERVICE|OF|IS|A|AN|AS))*"
    r" (?P<given>10|[1-9])(?=$|[ ,.;:!-]))"
    r"(?! ?(?:DAYS?|WEEKS?|MONTHS?|MORE|%|AM|PM|POUNDS?|DOLLARS?))"
)
_FIRST = r"(?:选 ?)?(?P<first>10|[1-5])(?= ?[-–—:(（] ?[^\W\d]|[,，] ?[^\W\d])"
_SCORES = tuple(
    re.compile(each)
    for each in (
        rf"^{_TEN}",
        rf"^{_FIVE}",
        _TEN,
        _FIVE,
        _POINTS,
        rf"^{_OF_FIVE}",
        rf"^{_HIGH}",
        _STARS,
        _GIVEN,
    )
)
_FIRST_OF_ALL = re.compile(rf"^{_FIRST}")
_BESIDE_A_VERDICT = re.compile("(?P<figure>[1-5])(?P<words> .+)")
_UNSAID = frozenset({"So", "Sk", "Cf"})
"""Kinds of characters that are smiles and marks."""

_OF_PAYING = re.compile(
    "还(?!行|不错|可以|算|好|是|挺|蛮)|付|缴|交|转账|打款|到账|到期|欠|[0-9]元|[0-9]块|[0-9]月|[0-9][号日]"
    r"|\b(?:PAY\w*|PAID|DUE|OWE\w*|SEND|SENT|STOP)\b"
)
_VERY = "(?:非常|十分|很|相当|特别|超级?|挺|极其?|太|百分之?百|100)"
_END = "(?:的|了|啦|哦|呀|啊|哈|吧|谢谢|多谢|THANKS|THANKYOU|THX)*"
_WHAT = (
    "(?:我?对?(?:你们?|您)?的?(?:服务|态度|客服|回复|处理)?(?:态度|结果)?(?:都|还|感觉|觉得|是)?)"
)
_WAS = "(?:I(?:M|AM|WAS)?|ITS?|WAS|WERE|ALL|THE|SERVICE|OVERALL)*"
_VERDICTS = {
    5: re.compile(
        f"{_WHAT}(?:{_VERY}满意|满分|五星|(?:五星)?好评|非常好){_END}"
        f"|{_WAS}(?:VERY|EXTREMELY|REALLY|COMPLETELY|TOTALLY|FULLY|MOST)(?:SATISFIED|HAPPY){_END}"
        f"|{_WAS}EXCELLENT(?:SERVICE)?{_END}"
    ),
    4: re.compile(
        f"{_WHAT}(?:比较|较|还算?|基本|蛮)?满意{_END}"
        f"|{_WAS}(?:QUITE|FAIRLY|PRETTY|MOSTLY)?SATISFIED{_END}"
    ),
    3: re.compile(
        f"{_WHAT}(?:一般般?|马马虎虎|普普通通|普通|中等|不好不坏){_END}"
        f"|{_WAS}(?:NEUTRAL|AVERAGE|SOSO){_END}"
    ),
    2: re.compile(
        f"{_WHAT}(?:不太?|不是很|不怎么|不够)满意{_END}"
        f"|{_WAS}(?:DISSATISFIED|UNSATISFIED|NOT(?:VERY|REALLY|TOO)?SATISFIED){_END}"
    ),
    1: re.compile(
        f"{_WHAT}(?:{_VERY}不满意|一点也?不满意|差评){_END}"
        f"|{_WAS}(?:VERY|EXTREMELY|REALLY|MOST)(?:DISSATISFIED|UNSATISFIED|UNHAPPY){_END}"
    ),
}


def _with_a_remark(text: str) -> Rating | None:
    """A day (4/5还), an amount or a payment beside a figure makes it no rating. A verdict that says
    otherwise than the figure (2，比较满意) stays a remark."""
    if _OF_PAYING.search(text) or asks(text):
        return None
    beside = _BESIDE_A_VERDICT.fullmatch(text)
    if beside is not None and _verdict(normalise(beside["words"])):
        return Rating(int(beside["figure"]))
    for score in (*_SCORES, _FIRST_OF_ALL):
        if found := score.search(text):
            words = _remark(text, found)
            figure, said = _of_five(found), _verdict(normalise(words))
            agrees = said is not None and abs(figure - said) <= 1
            return Rating(figure, "" if agrees else words)
    return None


def _verdict(letters: str) -> int | None:
    return next((figure for figure, words in _VERDICTS.items() if words.fullmatch(letters)), None)


def _of_five(found: re.Match[str]) -> int:
    kind, said = next((kind, said) for kind, said in found.groupdict().items() if said)
    figure = _VALUES[said] if said in _VALUES else int(said)
    if kind == "of_ten" or figure > BEST:
        return (figure + 1) // 2
    return max(figure, 1)


def _remark(text: str, found: re.Match[str]) -> str:
    rest = text[: found.start()] + " " + text[found.end() :]
    return rest.strip(" -–—:：,，。.!！~～()（）、;；") if re.search(r"\w", rest) else ""


def _plain(text: str) -> str:
    composed = unicodedata.normalize("NFKC", text).upper()
    simple = "".join(TRADITIONAL_TO_SIMPLIFIED.get(each, each) for each in composed)
    words = "".join(each for each in simple if unicodedata.category(each) not in _UNSAID)
    return re.sub(r"\s+", " ", words).strip()
