"""When somebody who writes at night or in the morning means to pay, by the hour they write at."""

import re

_NO_DAY = r"(?!.*(?:[明后]天|[号日周](?!常)|月底))"
AFTER_SLEEP = re.compile(
    rf"^{_NO_DAY}(.{{0,12}}?)(?:睡醒(?:了|觉)?|(?:一觉)?醒来|天亮(?:了)?|起床|早上起来)"
    rf"(?:之?后|以后|的时候)?(?=[,， ]{{0,2}}(?:我)?"
    r"(?:就|先|马上|立[刻马]|再|去)?(?:给你们?|把)?[^,，。]{0,3}"
    r"(?:还(?!没|是|有)|转|打(?:钱|款|给)|付|缴|交|搞定|处理|存))"
)
"""Said before the morning it is of today, said in the evening of tomorrow."""
AFTER_SLEEP_IN_ENGLISH = re.compile(
    r"\b(?:LATER\s+)?(?:WHEN\s+I\s+|ONCE\s+I\s+|AFTER\s+I\s+|I\s+)?(?:WAKE|GET)\s+UP\b(?=[^.]*\b(?:PAY\w*|SEND|TRANSFER|SETTLE|CLEAR)\b)"
)
MORNING_BEGINS, EVENING_BEGINS = 11, 18
"""Hours: between them nobody can tell which morning is meant."""

PAST_MIDNIGHT = re.compile(
    r"(?:等?过[了完]?|到了?)(?:今晚|半夜|晚上|凌晨)?(?:零点|0点|00:00|凌晨|半夜12点)|等?过[了完](?:今晚|晚上|半夜)(?:十二|12)点|\b(?:AFTER|PAST)\s+MIDNIGHT\b(?!\s*[?])"
    r"|\bONCE\s+(?:IT'?S\s+|THE\s+)?(?:PAST\s+)?MIDNIGHT(?:\s+PASSES)?\b"
)
PAST_TWELVE = re.compile(r"等?过[了完](?:十二|12)点(?!半)")
"""Noon, said in the morning; midnight, said later."""
