"""Whether a reply only asks about the matter: "how much do I pay", "is it taken in the morning".

A question about paying is neither a payment nor a promise, whatever verbs stand in it.
"""

import re
from itertools import pairwise

from messaging.replies.normalising.speech import Said, heard

_PAY = "(?:还|缴|交|付|扣|存|入账|转|清)(?:款|钱|账|清)?"
_WHAT = (
    "(?:多少(?!都|有)|(?<![过这近再隔好])几(?:点|号|日|天|期|块|家|成|分)(?!了?就|内)"
    "|哪[里儿天张个家些边种]"
    "|什么时候|什么时间|何时|多久|多长时间)"
)
_MAY = "(?:前|之前|可以|可|能|要|会|得|该|应该|才能|才|自动|去|进行|帮我|我|你们|是)"
_NO_VERB = "(?!了|不|没|是|在|有|催|发|打|来|要给|叫|让|敢|问|收到)"
_CHINESE = re.compile(
    f"{_PAY}的?(?:是|在|到)?{_WHAT}"
    f"|(?:{_WHAT}|怎么样?){_MAY}*{_PAY}{_NO_VERB}"
    r"|([收扣算要给减免涨])不\1(?:收|扣|算|费|钱|利息)?$"
    "|[扣还收缴交算][^还]{0,6}还是[^还]{0,6}[扣还收缴交算]"
)
_SUPPOSED = re.compile(
    "(?:的话|如果|要是|假如).{0,20}(?:[吗么]$|不$|([会能要用算行])不\\1|多少|几[天点号日]|还是|什么时候)"
    "|(?:还|算)(?:还?算)?不算"
    f"|{_PAY}(?:完|清|掉|好)?了?(?:之?后|以后)?我?(?:还|就|是)?(?:能|可以|要|会|需要)"
    "[^了]{0,12}(?:[吗么不]|[不没]要|办.{0,6})$"
)
"""What follows if it is paid: 还完了还能再借不, 今天还的话是还1356还是1340."""

_TOLD = re.compile(
    "已经|已还|早就|刚刚?|昨[天晚]|前天|上周|上个?月|肯定|一定|保证|[还付交转扣清打汇][^还]{0,4}了"
)
_ASKS_FIRST = frozenset({"HOW", "WHAT", "WHATS", "WHICH", "WHERE", "DOES", "IS", "ARE"})
_AUXILIARIES = frozenset({"IS", "DOES", "DO", "WILL", "ARE", "CAN", "SHOULD"})
_MAY_I = frozenset({"CAN", "COULD", "MAY", "CN"})
_A_DAY = re.compile(
    "(?:MON|TUE|TUES|WED|WEDNES|THU|THUR|THURS|FRI|SAT|SATUR|SUN)(?:DAYS?)?"
    "|TO?MO?R+O?W?|TMRW?|TOMORROW|TONIGHT|NEXT|LATER|WEEK|WEEKEND|MONTH|PAYDAY|UNTIL|TILL?|AFTER"
    "|[0-9]+(?:ST|ND|RD|TH)|HALF|PART|PARTS|LESS|SOME|INSTAL.*|LATE"
)
"""With one of these it may be an offer: can I pay Friday."""
_IT = frozenset({"IT", "THAT", "THIS", "THE", "MY", "THERE"})
_TELLS = frozenset({"PAID", "SENT", "TRANSFERRED", "ILL", "PROMISE", "GONNA", "ALREADY"})


_WANTS_AN_ANSWER = re.compile(
    "[吗么]$|怎么|怎样|什么|哪[里儿天张个家些边种位]|谁|几(?:点|号|日|天|期|块)|多少|多久|多长"
    "|([能会可要是有行得用])(?:不|没)\\1|能否|可否|是否|^(?:请问|问下|问一下|想问|咨询)"
)
_ASKING = _ASKS_FIRST | {
    *("WHO", "WHOS", "WHERES", "WHOSE", "WHEN", "WHY", "DO", "DID", "CAN", "COULD", "WILL", "ANY"),
    *("WOULD", "SHOULD", "MAY", "IS", "AM", "WAS", "WERE", "HAS", "HAVE", "ANYONE", "SOMEONE"),
}


def asks(text: str) -> bool:
    """Whether a reply wants an answer: rather once too often than once too seldom."""
    if "?" in text or "？" in text:
        return True
    said = heard(text)
    if said.text.isascii():
        return bool(_ASKING.intersection(re.sub("['’]", "", word) for word in said.words))
    return _WANTS_AN_ANSWER.search(said.text) is not None


_WHY = re.compile(
    "为什么|为何|凭什么|凭啥|干嘛|干吗"
    "|[怎咋]么?(?:样)?(?:还(?=在|发|催|有|没|要|不|是|来|打|提醒)|又|老|总|就|这么|那么|会|没|不|是|知道|给我|打|找到|把"
    "|有我|一直|多|少|扣了|收|变|成|突然|发)"
)
"""怎么还在发: to wonder, not to ask how a thing is done."""

_WHY_IN_ENGLISH = frozenset({"WHY", "WTF", "HOWCOME", "WHO", "WHOS", "WHOSE"})


def asks_why(said: Said) -> bool:
    """Whether it asks why or who, or wonders at something: no question of how to do a thing."""
    if said.text.isascii():
        return not _WHY_IN_ENGLISH.isdisjoint(re.sub("['’]", "", word) for word in said.words)
    return _WHY.search(said.text) is not None


def only_asks(said: Said) -> bool:
    """Never of a reply that also tells of a payment, or announces one."""
    if said.text.isascii():
        return _asks_in_english([re.sub("['’]", "", word) for word in said.words])
    if _SUPPOSED.search(said.text):
        return True
    return _CHINESE.search(said.text) is not None and _TOLD.search(said.text) is None


def _asks_in_english(words: list[str]) -> bool:
    if not words or _TELLS.intersection(words) or {"I", "WILL"} <= set(words):
        return False
    if words[0] in _MAY_I and not any(map(_A_DAY.fullmatch, words)):
        return len(words) > 1 and words[1] in ("I", "WE", "MY", "SOMEONE", "SOMEBODY")
    if words[0] == "IF":
        return any(pair[0] in _AUXILIARIES and pair[1] in _IT for pair in pairwise(words))
    if words[0] == "WHEN":
        return len(words) > 1 and words[1] in _AUXILIARIES
    return words[0] in _ASKS_FIRST
