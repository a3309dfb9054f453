"""Figures and standings in English texts."""

from __future__ import annotations

import re

MONTHS = {
    name: place
    for place, name in enumerate(
        (
            *("January", "February", "March", "April", "May", "June", "July", "August"),
            *("September", "October", "November", "December"),
        ),
        1,
    )
}
# \ue001 stands for a number, \ue000 for a name.
FIGURES = re.compile(
    r"(?<![-.A-Za-z\ue000])(?:"
    rf"(?P<day>\ue001) (?P<month>{'|'.join(MONTHS)})\b(?: (?P<year>\ue001)(?![.,%]?\ue001))?"
    r"|(?P<currency>[A-Z]{3}|[¥￥$€£])\s?(?P<amount>\ue001)"
    r"|(?P<spelt>\ue001) (?:yuan|dollars?|pounds?|euros?|rupees?|yen)\b"
    r"|(?P<days>\ue001) days?\b"
    r"|and (?P<more>\ue001) more\b"
    r"|(?P<count>\ue001) (?:loans|accounts|bills)\b"
    r")"
)
SENTENCE_END = ".;!?\n"
SUM_BEFORE = re.compile(r"\b(?:total|in all)\b", re.I)
SUM_AFTER = re.compile(r" (?:in total|altogether|in all)\b")
OWED_BEFORE = re.compile(
    r"\b(?:due|owe[ds]?|owing|pay|repay|overdue|outstanding|balance|received)\b[^.;,]{0,12}\Z", re.I
)
OWED_AFTER = re.compile(r"[^.;,]{0,60}\b(?:is|was|are|were) (?:due|overdue|outstanding)\b")
FIRST_AFTER = re.compile(r" \(the earliest[),]| at the earliest")
FIRST_BEFORE = re.compile(r"(?:up to|earliest[^.;]{0,20})\s?\Z")
WITHIN = re.compile(r"\bwithin \Z", re.I)
DUE_BEFORE = re.compile(
    r"\b(?:due(?: date)?(?: was| is)?(?: on| by)?|pay by|payable (?:on|by)) ?\Z", re.I
)
DUE_AFTER = re.compile(r"(?: \(the earliest\))? (?:is|was) (?:the|your) due date")
OVERDUE_BEFORE = re.compile(r"\b(?:overdue|late)(?: by| for)? \Z", re.I)
OVERDUE_AFTER = re.compile(r" (?:overdue|past due|late|ago)\b")
TO_COME_BEFORE = re.compile(r"\bdue in \Z", re.I)
TO_COME_AFTER = re.compile(r" (?:left|to go|until)\b")
GENERAL_BEFORE = re.compile(r"\b(?:if|when|once|after|every)\b[^.,;]{0,30}\Z", re.I)
GENERAL_AFTER = re.compile(r" or more\b")
STANDINGS = re.compile(
    r"(?P<supposed>\bif [^.,;]{0,30}?)?(?:"
    r"(?P<overdue>\bw(?:as|ere) due\b|\b(?:is|are) (?:now |already )?(?:overdue|past due)\b"
    r"|\bdays? overdue\b)"
    r"|(?P<today>\b(?:is|are) due today\b|\btoday, [^.;]{0,60}?\b(?:is|are) due\b)"
    r"|(?P<later>\b(?:is|are|falls?|will be) due (?:on|in)\b))",
    re.I,
)
