"""Which day a feast is: data only. English names without blanks and marks, in capital letters."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from messaging.replies.promised.calendar import nth_weekday

FIXED: Mapping[str, tuple[int, int]] = {
    "元旦": (1, 1), "五一": (5, 1), "劳动节": (5, 1), "国庆": (10, 1), "双十一": (11, 11),
    "情人节": (2, 14), "妇女节": (3, 8), "三八节": (3, 8), "愚人节": (4, 1), "五四": (5, 4),
    "青年节": (5, 4), "儿童节": (6, 1), "六一": (6, 1), "建党节": (7, 1), "建军节": (8, 1),
    "八一建军节": (8, 1), "教师节": (9, 10), "万圣": (10, 31), "光棍节": (11, 11),
    "跨年夜": (12, 31), "双11": (11, 11), "双十二": (12, 12), "双12": (12, 12),
    "平安夜": (12, 24), "圣诞": (12, 25), "七一": (7, 1), "回归日": (7, 1), "植树节": (3, 12),
    "双十节": (10, 10), "双十国庆": (10, 10), "拆礼物日": (12, 26), "节礼日": (12, 26),
    "孔子诞辰": (9, 28), "四四儿童节": (4, 4), "八八父亲节": (8, 8), "爸爸节": (8, 8),
    "八八节": (8, 8), "和平纪念日": (2, 28), "台湾光复节": (10, 25), "行宪纪念日": (12, 25),
    "CHRISTMASEVE": (12, 24), "XMASEVE": (12, 24), "CHRISTMAS": (12, 25), "XMAS": (12, 25),
    "BOXINGDAY": (12, 26), "NEWYEARSDAY": (1, 1), "NYD": (1, 1), "NYE": (12, 31),
    "HOGMANAY": (12, 31), "VALENTINESDAY": (2, 14), "VALENTINES": (2, 14),
    "HALLOWEEN": (10, 31), "STPATRICKSDAY": (3, 17), "STPADDYSDAY": (3, 17),
    "STDAVIDSDAY": (3, 1), "STGEORGESDAY": (4, 23), "STANDREWSDAY": (11, 30),
    "BURNSNIGHT": (1, 25), "BONFIRENIGHT": (11, 5), "GUYFAWKES": (11, 5),
    "GUYFAWKESNIGHT": (11, 5), "JULYFOURTH": (7, 4), "FOURTHOFJULY": (7, 4), "CANADADAY": (7, 1),
    "JUNETEENTH": (6, 19), "CINCODEMAYO": (5, 5), "TAXDAY": (4, 15), "ANZACDAY": (4, 25),
    "AUSTRALIADAY": (1, 26), "VETERANSDAY": (11, 11), "ARMISTICEDAY": (11, 11),
    "REPUBLICDAY": (1, 26), "GANDHIJAYANTI": (10, 2), "LOHRI": (1, 13),
    "MERDEKADAY": (8, 31), "MERDEKA": (8, 31), "MALAYSIADAY": (9, 16),
}  # fmt: skip

BY_THE_MOON: Mapping[str, tuple[int, int]] = {
    "大年初一": (1, 1), "破五": (1, 5), "人日": (1, 7), "天公生": (1, 9), "上元节": (1, 15),
    "元宵": (1, 15), "龙抬头": (2, 2), "头牙": (2, 2), "妈祖生": (3, 23), "妈祖诞": (3, 23),
    "天后诞": (3, 23), "佛诞": (4, 8), "浴佛节": (4, 8), "端午": (5, 5), "七夕": (7, 7),
    "中元": (7, 15), "七月半": (7, 15), "鬼节": (7, 15), "盂兰": (7, 15), "中秋": (8, 15),
    "重阳": (9, 9), "寒衣节": (10, 1), "下元节": (10, 15), "腊八": (12, 8), "尾牙": (12, 16),
    "除夕": (12, 30), "大年三十": (12, 30), "年三十": (12, 30),
    "CHINESENEWYEAR": (1, 1), "LUNARNEWYEAR": (1, 1), "CHAPGOHMEH": (1, 15),
    "CHAPGOHMEI": (1, 15), "CHAPGOH": (1, 15), "LANTERNFESTIVAL": (1, 15),
    "DRAGONBOATFESTIVAL": (5, 5), "DRAGONBOAT": (5, 5), "QIXI": (7, 7),
    "HUNGRYGHOSTFESTIVAL": (7, 15), "MIDAUTUMN": (8, 15), "MIDAUTUMNFESTIVAL": (8, 15),
    "MOONCAKEFESTIVAL": (8, 15), "CHUNGYEUNG": (9, 9), "DOUBLENINTH": (9, 9),
}  # fmt: skip
"""Month and day."""

BY_THE_SUN = {
    "立春": "立春", "惊蛰": "惊蛰", "春分": "春分", "清明": "清明", "谷雨": "谷雨", "立夏": "立夏",
    "芒种": "芒种", "夏至": "夏至", "立秋": "立秋", "处暑": "处暑", "秋分": "秋分", "寒露": "寒露",
    "霜降": "霜降", "立冬": "立冬", "冬至": "冬至", "做冬": "冬至", "冬节": "冬至",
    "QINGMING": "清明", "CHINGMING": "清明", "DONGZHI": "冬至", "DONGZHIFESTIVAL": "冬至",
    "WINTERSOLSTICE": "冬至",
}  # fmt: skip
"""Each under the name `solar_terms` knows it by."""
WEATHER = ("小寒", "大寒", "雨水", "小满", "小暑", "大暑", "白露", "小雪", "大雪")
"""Terms that are words for weather as well: days only where "that day" stands beside them."""

TOLD = {
    "DIWALI": "2025-10-20 2026-11-08 2027-10-29 2028-10-17 2029-11-05 2030-10-26",
    "HOLI": "2025-03-14 2026-03-04 2027-03-22 2028-03-11 2029-03-01 2030-03-20",
    "DUSSEHRA": "2025-10-02 2026-10-20 2027-10-09 2028-09-27 2029-10-16 2030-10-06",
    "EASTER": "2025-04-20 2026-04-05 2027-03-28 2028-04-16 "
        "2029-04-01 2030-04-21 2031-04-13 2032-03-28",
    "RAKSHABANDHAN": "2025-08-09 2026-08-28 2027-08-17 2028-08-05",
    "GANESHCHATURTHI": "2025-08-27 2026-09-14 2027-09-04 2028-08-23",
    "BHAIDOOJ": "2025-10-23 2026-11-11 2027-10-31 2028-10-19",
    "GURUNANAKJAYANTI": "2025-11-05 2026-11-24 2027-11-14 2028-11-02",
    "KARVACHAUTH": "2025-10-10 2026-10-29 2027-10-18 2028-10-07",
    "MAHASHIVRATRI": "2025-02-26 2026-02-15 2027-03-06 2028-02-23",
    "GUDIPADWA": "2025-03-30 2026-03-19 2027-04-07 2028-03-27",
    "ONAM": "2025-09-05 2026-08-26 2027-09-12 2028-09-01",
    "VESAK": "2025-05-12 2026-05-31 2027-05-20",
    "THAIPUSAM": "2025-02-11 2026-02-01 2027-01-22 2028-02-09",
}  # fmt: skip
SAME = {
    "DEEPAVALI": "DIWALI", "DIVALI": "DIWALI", "DASARA": "DUSSEHRA", "DASHAIN": "DUSSEHRA",
    "VIJAYADASHAMI": "DUSSEHRA", "RAKHI": "RAKSHABANDHAN", "VINAYAKACHATURTHI": "GANESHCHATURTHI",
    "SHIVRATRI": "MAHASHIVRATRI", "SHIVARATRI": "MAHASHIVRATRI", "UGADI": "GUDIPADWA",
    "KARWACHAUTH": "KARVACHAUTH", "GURPURAB": "GURUNANAKJAYANTI",
}  # fmt: skip

FROM_EASTER = {
    "GOODFRIDAY": -2, "EASTERSUNDAY": 0, "EASTERMONDAY": 1, "MAUNDYTHURSDAY": -3,
    "ASHWEDNESDAY": -46, "SHROVETUESDAY": -47, "PANCAKEDAY": -47, "PALMSUNDAY": -7,
    "MOTHERINGSUNDAY": -21, "复活节": 0,
}  # fmt: skip

MONDAY, TUESDAY, THURSDAY, SUNDAY = 0, 1, 3, 6


def _nth(month: int, weekday: int, nth: int, later: int = 0) -> Callable[[int], date]:
    return lambda year: nth_weekday(date(year, month, 1), weekday, nth) + timedelta(days=later)


BY_WEEKDAY: Mapping[str, Callable[[int], date]] = {
    "母亲节": _nth(5, SUNDAY, 2), "父亲节": _nth(6, SUNDAY, 3), "感恩节": _nth(11, THURSDAY, 4),
    "LABORDAY": _nth(9, MONDAY, 1), "THANKSGIVING": _nth(11, THURSDAY, 4),
    "MEMORIALDAY": _nth(5, MONDAY, -1), "PRESIDENTSDAY": _nth(2, MONDAY, 3),
    "MLKDAY": _nth(1, MONDAY, 3), "COLUMBUSDAY": _nth(10, MONDAY, 2),
    "BLACKFRIDAY": _nth(11, THURSDAY, 4, 1), "CYBERMONDAY": _nth(11, THURSDAY, 4, 4),
    "SUPERBOWL": _nth(2, SUNDAY, 2), "MELBOURNECUP": _nth(11, TUESDAY, 1),
    "AUGUSTBANKHOLIDAY": _nth(8, MONDAY, -1), "SPRINGBANKHOLIDAY": _nth(5, MONDAY, -1),
    "EARLYMAYBANKHOLIDAY": _nth(5, MONDAY, 1),
}  # fmt: skip


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


ELSEWHERE_ANOTHER: Mapping[str, tuple[Callable[[int], date], ...]] = {
    "INDEPENDENCEDAY": (_fixed(7, 4), _fixed(8, 15)),
    "BANKHOLIDAY": (
        _nth(5, MONDAY, 1),
        _nth(5, MONDAY, -1),
        _nth(8, MONDAY, -1),
        _fixed(12, 26),
        _fixed(1, 1),
    ),
    "NATIONALDAY": (_fixed(8, 9), _fixed(10, 1), _fixed(10, 10)),
    "LABOURDAY": (_fixed(5, 1), _nth(9, MONDAY, 1), _nth(10, MONDAY, 1)),
    "FATHERSDAY": (_nth(6, SUNDAY, 3), _nth(9, SUNDAY, 1)),
    "港台父亲节": (_nth(6, SUNDAY, 3), _fixed(8, 8)),
    "港台国庆": (_fixed(10, 1), _fixed(10, 10)),
}
"""One name, another day in another country: a day only where all the others are far off."""
