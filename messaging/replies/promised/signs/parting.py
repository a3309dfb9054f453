"""Where one clause ends and the next begins, and what joins two times."""

import re

_MONEY = r"(?:HK|NT)?\$"
_SUM = rf"{_MONEY}|[\d.,]+\s*[万千百元块]"
CHINESE_BREAK = re.compile(
    r"(?:[。;；!！?？~～、\n]|[:：](?!\d\d)|(?<=[吧好行])[:：]|(?<!\d),|,(?!\d{3}(?!\d)))+"
    # Blanks part clauses, but neither sums nor English words: "tmr i settle，一定".
    rf"|(?<![\d$£A-Z'])\s+(?!{_MONEY})|(?<![\d$£])\s+(?!{_MONEY}|[A-Z])"
    rf"|(?<![A-Z'])\s+(?!{_SUM})|\s+(?!{_SUM}|[A-Z])"
    r"|(?=但|不过|只能|(?<!不)现在要|改到|我要(?!是)|要拖|拖到|推到|延到|缓到|改成|改为)"
)
AFTER_REFUSAL = re.compile(
    r"((?:还|付|缴|交|给|拿|凑|结|转)不(?:了|上|起|出|到|完|清)|不行|不成|不(?:还|付|缴|交|转|给)(?=[今明后大这下周\d]))(?![吗的，])"
)
ENGLISH_BREAK = re.compile(
    r"(?:[;!?\n]|,(?!\d{3}(?!\d)))+|(?<!\bRS)\.(?!\d)|\b(?:BUT|SO|INSTEAD)\b"
    r"|\bTHEN\s+(?=(?:I\s+|I'?LL\s+|WE\s+)?(?:CAN\s+|WILL\s+)?(?:PAY|SEND|SETTLE|CLEAR|TRANSFER)\s+(?:YOU\s+|U\s+|IT\s+|ON\s+|BY\s+|THE\s+)*(?:\d|MON|TUE|WED|THU|FRI|SAT|SUN|TOM|TMR))"
    r"|\bAND\s+(?=(?:THE\s+)?(?:REST|REMAIN|BALANCE|(?:AN)?OTHER|HALF))|\bTHEN\s+(?=ANOTHER)|\bAND\s+(?=(?:SEND|PAY|CLEAR|SETTL)ING\b)|\bAND\s+(?=I'?LL\b|I\s+WILL|WILL|THEN|GONNA|[$£€]?\d+\s)|\s(?=NOT\s+(?:ON\s+)?(?:THE\s+)?(?:\d|MON|TUE"
    r"|WED|THU|FRI|SAT|SUN|TOM|TMR|TODAY|TONIGHT|THIS|NEXT))|(?<!\bAND)(?<!\bI)(?<!\bWAS)(?<!\bWERE)(?<!\bDOUBT)(?<!\bTHINK)\s(?=(?:I'?LL|I\s+WILL|I\s+CAN|WILL|GONNA"
    r"|IMMA|CAN\s+I)\b(?!\s*NOT|'?T))"
)
TAKES_BACK = re.compile(
    r"算了(?=[,， ]?(?:还是)?(?:[\d周明后月今下]))|[?？]\s*(?:NO|NOPE|不|唔)[,，. ]+"
    r"|(?:\.{2,}|…+|—+)\s*(?:哦|啊|噢)?不[,，]|(?:打|写|说|讲|记|弄|搞)错了?|(?<!有)(?<!么)不对(?!劲|账|数)|口误|笔误|更正"
    r"|\b(?:SCRATCH\s+THAT|CORRECTION|NO\s+WAIT|WAIT\s+NO|I\s+MEANT?|TYPO|OOPS)\b"
)
"""What stands before it is not meant, where a time stands after it as well."""

SUM_IN_WORDS = re.compile(
    r"[先再]?(?:[一二两三四五六七八九][万千百]零?)+[一二三四五六七八九]?十?[一二三四五六七八九]?"
    r"(?:块钱?|元)?|\d+(?:\.\d+)?[万千百W]\d?|\b\d+(?:\.\d+)?K\b"
)
"""三百, 1K: a sum, which says nothing of what else is meant."""

A_SUM = re.compile(r"\d{3,}|[\d一二三四五六七八九十][百千万元块]")
"""Between two times it is of the first: 明天1000后天2000."""

JOINS = re.compile(
    r"早上|上午|中午|下午|傍晚|晚上|夜里|凌晨|之[前后间]|左右|[前后或和与到至是同跟及\-~—、\s,.\d]|或者|还是|要么"
)
"""What may stand between two times that are one: "周五晚上或者周六"."""

EITHER = re.compile(
    r"\W*(?:早|晚|早上|上午|中午|下午|晚上)?\W*(?:或者?|要么|要不|OR|/)\W*(?:ON|BY|THE|\s)*"
)
"""Between two days of which the writer keeps the choice."""

OF_A_BILL = re.compile(
    r"\d{1,2}[号日]的?[那这]?(?:期|笔|分期|账单|月供)|\b(?:THE\s+)?\d{1,2}(?:ST|ND|RD|TH)'S\b"
)
"""A day that names an instalment and is not when somebody pays."""
