"""Days counted from today: 明天, 三天后, 48小时内, 等会."""

from datetime import date

from messaging.replies.promised import calendar
from messaging.replies.promised.chinese.words import AFTER, WITHIN, always, numbered, shift
from messaging.replies.promised.found import Meant, Reader
from messaging.replies.promised.numbers import SMALL


def _hours(number: int, today: date) -> Meant:
    return calendar.in_days(today, number // 24) if number % 24 == 0 else "vague"


ALL: list[tuple[str, Reader]] = [
    # days from today
    (r"(?:拖|缓|延|迟|晚|宽限)个?(?:两|2|一两|两三|三五|几)[天日]", always("vague")),
    (rf"(?:最多|顶多)(?:拖|缓|延)({SMALL})天(?!了)",
     numbered(lambda n, today: calendar.in_days(today, n))),
    (rf"^\s*(?:最多|顶多|就|只要|再)?({SMALL})天\s*$",
     numbered(lambda n, today: calendar.in_days(today, n))),
    (r"大前天|前天|昨天|昨晚|昨日|前晚|前几天|前阵子|那天早上", always("past")),
    (r"明后两?[天日]", shift(2)),
    (r"今明两?[天日]", shift(1)),
    (r"(?<!再)过[个上]?(?:两|2|一两|两三|三五|三两)[天日](?!之?内)", always("vague")),
    (r"第二天|次日|翌日|隔[天日]", always("next")),
    (r"大后[天日]", shift(3)),
    (r"后天|(?<![最今以往])后日(?!期)", shift(2)),
    (r"明[天日早晚晨儿个]", shift(1)),
    (r"今[天日晚早夜儿晨]", shift(0)),
    (rf"(?:给我|再给我?|再等|再过|过|宽限我?|多给我?|再宽我?)({SMALL})[天日](?:时间|{WITHIN})?(?!前)",
     numbered(lambda n, today: calendar.in_days(today, n))),
    (rf"({SMALL})天{WITHIN}", numbered(lambda n, today: calendar.in_days(today, n))),
    (rf"(?<![月初第])([两一二三四五六七八九十])日(?:{AFTER}|之?内|以内|后)",
     numbered(lambda n, today: calendar.in_days(today, n))),
    (rf"({SMALL})天前", always("past")),
    (rf"({SMALL})个?(?:小时|钟头){WITHIN}", numbered(_hours)),
    (r"(?<![个\d一二两三])(?:[等过再]|给我){1,2}(?:半个?(?:小时|钟头)|[一两1-2]个?半?(?:小时|钟头)|\d{1,2}分钟|[一二三四五]?十分钟)",
     shift(0)),
    (r"等会|等下(?!周|个|月)|待会", shift(0)),
    (r"[过这]?[几数]天|[过这]两天|过?(?:阵子|段时间)|一会|晚点|稍后|尽快|马上|立[刻马]",
     always("vague")),
]  # fmt: skip
