"""What the patterns of times in English have in common. Texts are in capital letters."""

import re

from messaging.replies.promised import calendar
from messaging.replies.promised.found import Meant, Reader

DAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
WEEKDAY = (
    r"(?P<day>MON(?:DAY)?|TUE(?:S(?:DAY)?)?|WED(?:S|NESDAY)?|THU(?:R(?:S(?:DAY)?)?)?|FRI(?:DAY)?"
    r"|SAT(?:URDAY)?|SUN(?:DAY)?)S?\b"
)
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
MONTH = (
    r"(?P<month>JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?"
    r"|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)\b\.?"
)
SHORT_DAYS, MONTH_TOO = "|".join(DAYS), MONTH.replace("<month>", "<month_too>")
DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
ORDINALS = (
    *(
        "FIRST",
        "SECOND",
        "THIRD",
        "FOURTH",
        "FIFTH",
        "SIXTH",
        "SEVENTH",
        "EIGHTH",
        "NINTH",
        "TENTH",
    ),
    *("ELEVENTH", "TWELFTH", "THIRTEENTH", "FOURTEENTH", "FIFTEENTH", "SIXTEENTH", "SEVENTEENTH"),
    *("EIGHTEENTH", "NINETEENTH", "TWENTIETH"),
    *("TWENTYFIRST", "TWENTYSECOND", "TWENTYTHIRD", "TWENTYFOURTH", "TWENTYFIFTH", "TWENTYSIXTH"),
    *("TWENTYSEVENTH", "TWENTYEIGHTH", "TWENTYNINTH", "THIRTIETH", "THIRTYFIRST"),
)
_SPELT = "|".join(re.sub(r"^(TWENTY|THIRTY)", r"\1[\\s-]?", name) for name in ORDINALS)
ORDINAL = rf"(?P<ordinal>{_SPELT})"
NTH = {"1ST": "FIRST", "2ND": "SECOND", "3RD": "THIRD", "4TH": "FOURTH"} | {
    name[:3]: name for name in ORDINALS[:4]
}
WORDS = ("ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE", "TEN")
COUNT = rf"(?P<count>\d{{1,2}}|AN?|{'|'.join(WORDS)})"


def shift(days: int) -> Reader:
    return lambda _found, today: calendar.in_days(today, days)


def always(meant: Meant) -> Reader:
    return lambda _found, _today: meant
