"""Numbers of customers, loans and payments: taken as they are, or refused where a spreadsheet has
changed them. A changed number is never repaired by guessing: it might be another person's. Pure."""

import re

from accounts.intake.parsing.cells.marks import narrow
from accounts.intake.parsing.cells.nothing import says_nothing
from accounts.intake.parsing.cells.problem import CellProblem
from accounts.intake.parsing.cells.texts import clean_text

# As wide as the columns they go to.
MAX_NUMBER_CHARS = 40  # of a customer or a loan
MAX_REFERENCE_CHARS = 60  # of a repayment

MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
DAY, YEAR = r"[0-9]{1,2}", r"(?:[0-9]{2}|(?:19|20)[0-9]{2})"
CLOCK = r"(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[ap]m)?)?"

# 6.22202E+15; 6.22202E15 is how programs write the same.
IN_SHORT = r"[0-9]+(?:[.,][0-9]+)?e\+[0-9]{1,3}|[0-9][.,][0-9]+e-?[0-9]{1,3}"
WITH_DECIMALS = r"[0-9]+[.,]0+"
GROUPED = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?"
AS_DATE = (
    rf"(?:{DAY}[-/ .]{{1,2}}{MONTH}(?:[-/ ,.]{{1,2}}{YEAR})?"  # 15-Sep, 4-Jun-26
    rf"|{MONTH}[-/ .]{{1,2}}(?:{DAY}|{YEAR})(?:[-/ ,.]{{1,2}}{YEAR})?"  # Sep-15, Mar-2026
    rf"|(?:19|20)[0-9]{{2}}(?P<a>[-/.]){DAY}(?P=a){DAY}"  # 2026-05-11
    rf"|{DAY}(?P<b>[-/.]){DAY}(?P=b)(?:19|20)[0-9]{{2}}"  # 5/11/2026
    rf"|{DAY}/{DAY}/[0-9]{{2}}"  # 5/11/26
    rf"|(?:(?:[0-9]{{2}}|[0-9]{{4}})年)?{DAY}月(?:{DAY}日)?|[0-9]{{4}}年){CLOCK}"
    rf"|[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?"
)
AS_TRUTH = r"true|false|wahr|falsch|vrai|faux|真|假"
SPOILT: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (code, re.compile(shape, re.IGNORECASE))
    for code, shape in (
        ("number_in_short", IN_SHORT),
        ("number_with_decimals", WITH_DECIMALS),
        ("number_grouped", GROUPED),
        ("became_date", AS_DATE),
        ("became_truth", AS_TRUTH),
    )
)

ANY_SPOILT = re.compile("|".join(f"(?:{shape.pattern})" for _code, shape in SPOILT), re.IGNORECASE)
# The great majority of cells, of which no shape above and no word for nothing is made.
PLAIN = re.compile(r"0*[1-9][0-9]{0,30}|[A-Z]{1,2}-?[0-9]{1,37}|[A-Z]{3,6}-?[0-9]{5,33}")
# Excel keeps no more digits of a number; those behind are zeros, whatever they were.
EXACT_DIGITS = 15


def parse_identifier(text: str, *, limit: int = MAX_NUMBER_CHARS) -> str:
    """The number as written, full-width made plain and without invisible marks; case is kept."""
    if PLAIN.fullmatch(text) and len(text) <= limit:
        return text
    text = narrow(text)
    if not text:
        raise CellProblem("required")
    if says_nothing(text):
        raise CellProblem("says_nothing")
    if ANY_SPOILT.fullmatch(text):
        raise CellProblem(next(code for code, shape in SPOILT if shape.fullmatch(text)))
    return clean_text(text, limit=limit)


def zeros_at_end(number: str) -> int:
    """How many digits a spreadsheet would have lost of this number, when all of them are zeros.

    0: it is not made of digits alone, short enough to be exact, or not rounded.
    """
    lost = len(number) - EXACT_DIGITS
    if lost <= 0 or not number.isdecimal() or number[EXACT_DIGITS:].strip("0"):
        return 0
    return lost
