"""What is said in other words first, so that one sign serves them all: English."""

import re

_ANOTHER_TIME = (
    r".*\b(?:(?:MON|TUES?|WED(?:NES)?|THU(?:RS?)?|FRI|SAT(?:UR)?|SUN)(?:DAY)?|TO?MO?R[A-Z]*|TODAY|TONIGHT|YESTERDAY|WEEK[A-Z]*|MONTH|PAYDAY|WHEN|ONCE"
    r"|AFTER\s+(?!WORK|LUNCH|DINNER|TEA)|AS\s+SOON|UNTIL|TILL?|THEN|\d+(?:ST|ND|RD|TH)"
    r"|LOOKING|FIND|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\b"
)
_SHORT_DAY = r"(?:MON|TUE|WED|THU|FRI|SAT|SUN)[A-Z]*"
ENGLISH_WAYS_TO_SAY = (
    # Hindi in letters
    (
        re.compile(
            r"\b(?:KAR|DE|BHEJ|CLEAR|PAY)\s+(?:DUNGA|DUNGI|DENGE|KARUNGA|KARUNGI|KAR\s+DUNGA|KAR\s+DENGE)\b"
        ),
        "PAY",
    ),
    *(
        (re.compile(rf"\b{said}A?[VW]A?R\b"), day)
        for said, day in (
            *(
                ("SOM", "MONDAY"),
                ("MANGAL", "TUESDAY"),
                ("BUDH", "WEDNESDAY"),
                ("GURU", "THURSDAY"),
            ),
            *(("SHUKR", "FRIDAY"), ("SHANI", "SATURDAY"), ("RAVI", "SUNDAY")),
        )
    ),
    (
        re.compile(
            r"\b(?:SQUARE\s+UP(?:\s+WITH\s+YOU)?|BANK\s+IN|BUNG\s+YOU|PUT\s+IT\s+THROUGH|DROP\s+AM|KNOCK\s+IT\s+OVER"
            r"|SEE\s+YOU\s+RIGHT|SQUARE\s+YOU(?:\s+UP)?|COUGH\s+UP|FORK\s+(?:IT\s+)?OVER)\b"
        ),
        "PAY",
    ),
    (
        re.compile(
            r"\b(?:THE\s+|MY\s+|YOUR\s+)?(?:CASH|MONEY|FUNDS|PAYMENT|CHEQUE|CHECK|AMOUNT)\s+(?:WILL|TO|SHALL)\s+"
            r"(?:GO\s+TO\s+(?:YOU|U)|FOLLOW|BE\s+(?:REMITTED|HANDED\s+IN|WIRED|DROPPED\s+OFF|TRANSFERRED))\b"
        ),
        "I'LL PAY",
    ),
    # of either day, whichever it depends on
    (
        re.compile(
            rf"\b((?:{_SHORT_DAY}|TOM+OR+OW|TMR|TODAY)\s+OR\s+(?:{_SHORT_DAY}|TOM+OR+OW|TMR)),?\s+"
            r"(?:IT\s+)?DEPEND(?:S|ING)?\b[^.;!]*?(?=[,.;!]|$)"
        ),
        r"\1",
    ),
    (
        re.compile(rf"\bIF\s+NOT\s+(?:ON\s+)?({_SHORT_DAY}),?\s+THEN\s+(?=(?:ON\s+)?{_SHORT_DAY})"),
        r"\1 OR ",
    ),
    (re.compile(rf"\bEITHER\s+(?=(?:{_SHORT_DAY}|TOM|TMR))"), ""),
    # wages that come on a day, and are paid from on it
    (
        re.compile(
            rf"\bIF\s+(?=[^.;]*\b(?:PAID|SALARY|WAGES|BONUS|MONEY)\b[^.;]*\b(?:{_SHORT_DAY}|TOM+OR+OW|\d+(?:ST|ND|RD|TH))\b[^.;]*\b(?:THAT|SAME)\s+(?:SAME\s+)?DAY\b)"
        ),
        "",
    ),
    (re.compile(r"\bYOU(?:'?LL|\s+WILL)?\s+(?:GET|HAVE)\s+YOURS\b"), "I'LL PAY YOU"),
    (re.compile(r"\b(?:WITH|IN)\s+(?:YOU|U|YOUR\s+ACCOUNT)\s+(?=(?:BY|ON)\b)"), "I'LL PAY "),
    (
        re.compile(
            r"\b(NEXT\s+W(?:EE)?K|WEEK\s+AFTER\s+NEXT)\s*,?\s*(?:ON\s+)?(?:THE\s+)?"
            r"(?=(?:MON|TUE|WED|THU|FRI|SAT|SUN)[A-Z]*\b)"
        ),
        r"\1 ",
    ),
    (
        re.compile(
            r"\b((?:PAY|SEND|TRANSFERR|SETTL|CLEAR|DO)ING(?:\s+(?:IT|THIS|THAT|YOU))?)\s+(?:RIGHT\s+)?NOW\b"
            r"(?=\s*(?:$|[,.;!$£€\d]|(?:SIR|MATE|VIA|BY|PLS|PLEASE|OK)\b))"
        ),
        r"\1 TODAY",
    ),
    (
        re.compile(r"\b((?:PAY|SEND|TRANSFER|SETTLE|CLEAR|DO)(?:\s+\S+){0,3})\s+RIGHT\s+NOW\b"),
        r"\1 TODAY",
    ),
    (
        re.compile(
            rf"^(?!{_ANOTHER_TIME})(.*?)\b(?:(?:RIGHT|STRAIGHT)\s+AWAY|IMMEDIATELY"
            r"|(?:AT|AFTER)\s+(?:WORK|LUNCH|DINNER|TEA)|IN\s+(?:HALF\s+)?AN\s+HOUR|IN\s+\d+\s*MIN(?:UTE)?S?)\b"
        ),
        r"\1TODAY",
    ),
    (
        re.compile(
            r"\bILL\b(?=\s+(?:\w+LY\s+|TRY\s+TO\s+)?(?:PAY|SEND|TRANSFER|SETTLE|CLEAR|DO|GET|SORT|TRY|BE|HAVE|MAKE|DEPOSIT|COME|GO|GIVE|DROP|BRING)\b)"
        ),
        "I'LL",
    ),
    (re.compile(r"\bIM\b"), "I'M"),
    (
        re.compile(
            r"\bCONSIDER\s+(?:IT|THIS|THAT)\s+(?:PAID|DONE|SETTLED|SORTED|CLEARED)\b|\b(?:IT|THAT|THIS|EVERYTHING|(?:THE|MY|YOUR)"
            r"\s+(?:MONEY|LOAN|BALANCE|BILL|AMOUNT|ACCOUNT|INSTAL\w*))(?:'LL|\s+(?:WILL|SHALL|SHOULD|IS\s+GOING\s+TO|IS\s+GONNA))"
            r"\s+(?:ALL\s+)?BE\s+(?:PAID|SETTLED|CLEARED|SENT|TRANSFERRED|SORTED|DONE)\b"
        ),
        "I'LL PAY IT",
    ),
    (re.compile(r"\b(?:YOU|U|YOU'LL)\s+(?:WILL\s+)?(?:GET|BE)\s+PAID\b"), "I'LL PAY YOU"),
    (
        re.compile(
            r"\b(?:YOU'LL|YOU\s+WILL|YOULL|U'LL|U\s+WILL|ULL)\s+(?:GET|HAVE|RECEIVE|SEE)\s+"
            r"(?=[$£€₹\d]|IT\b|(?:THE|YOUR|UR|MY)\s+(?:MONEY|CASH|PAYMENT|FUNDS|REST)\b)"
        ),
        "I'LL PAY ",
    ),
    (re.compile(r"\bB4\b"), "BEFORE"),
    (re.compile(r"\bCAN'?T\s+(?:DO|MANAGE|MAKE)\s+(?:IT\s+)?(?:ANY\s+)?(?:SOONER|EARLIER)\b"), ""),
    (re.compile(r"\b4TH\s+OF\s+JULY\b"), "FOURTH OF JULY"),
    (re.compile(r"\b(?:IT'?LL|IT\s+WILL|IT)\s+(?:GO|GOES)\s+(?:THRU|THROUGH)\b"), "I'LL PAY"),
    (re.compile(r"\bPAY\s+(COMES?|LANDS?)\b"), r"SALARY \1"),
    (re.compile(r"\b(?:PUT|MARK|PENCIL)\s+ME\s+(?:DOWN|IN)\s+FOR\b"), "I'LL PAY ON"),
    (
        re.compile(
            r"\b(?:RE-?DO|RE-?SEND|RE-?TRY)(?:ING)?\s+(?:IT|THAT|THE\s+(?:TRANSFER|PAYMENT))\b"
            r"|\b(?:SEND|TRY)\s+IT\s+AGAIN\b"
        ),
        "PAY IT",
    ),
    (
        re.compile(
            r"\bNOT\s+(?:ON\s+)?(?:THE\s+)?\d{1,2}(?:ST|ND|RD|TH)?[,.;]?\s+I\s+(?:SAID|MEANT?)\s+"
            r"(?=(?:THE\s+)?\d)"
        ),
        "I'LL PAY ",
    ),
    (
        re.compile(
            r"\bNOT\s+THIS\s+([A-Z]+),?\s+(?:BUT\s+)?(?:THE\s+)?(?:NEXT|FOLLOWING)(?:\s+ONE)?\b"
        ),
        r"NEXT \1",
    ),
    (re.compile(r"\b(PAY|SEND|TRANSFERR|SETTL|CLEAR|DEPOSIT)IN'?(?=\s)"), r"\1ING"),
    (re.compile(r"\bHOU\s*TIAN\b"), "DAY AFTER TOMORROW"),
    (re.compile(r"\bMING\s*(?:TIAN|ZAO|WAN)\b"), "TOMORROW"),
    (re.compile(r"\bJIN\s*(?:TIAN|WAN)\b"), "TODAY"),
    (
        re.compile(
            r"\b(?:ZHUAN\s*(?:ZHANG|QIAN)|HUAN(?:\s*(?:QIAN|QING|KUAN))?|FU\s*(?:QIAN|KUAN))\b"
        ),
        "PAY",
    ),
)
"""Apostrophes left out, where the word is another without it."""
