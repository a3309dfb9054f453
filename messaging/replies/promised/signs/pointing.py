"""Words that point to a day named before them."""

import re

THAT_DAY = re.compile(
    r"(?P<day>(?:当|那|同一?|嗰)个?[天日晚夜](?!前|后|之|早上)|\bTHE\s+SAME\s+(?:DAY|NIGHT|EVENING)\b|\b(?:THAT|SAME)\s+(?:VERY\s+|SAME\s+)?"
    r"(?:DAY|NIGHT|EVENING|MORNING|AFTERNOON)\b(?!\s+(?:NEXT|AFTER|BEFORE))|\bTHERE\s+AND\s+THEN\b)"
)
OF_ITSELF = re.compile(
    r"(?:^|[就则我会也便在,，:：;；]|可以|一定|马上|了[^了]{0,3}|完[^完]{0,2}|下来|到账|入账|到|[发领结收](?:的|了|放|款|账|工)?|工资|薪水?|粮|钱|奖金|分红"
    r"|剩下的?|其余的?|全部|下班|收工|收摊|放款|[A-Z,.;:!)\d])\s*$"
)
"""What may stand before it for it to be that of the day named: 领了钱当天, and not 我爸生日那天."""

BESIDE = re.compile(r"(?:的|之?后|过后|以后|节|'S|\s)*")
"""Between a day and the one counted from it: 中秋的第二天."""
