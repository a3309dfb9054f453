"""What a complaint made in words is about and how bad it is, until a person says better.

Whoever names a regulator, a lawyer, the police or the press, or reports that others were told or
that they were threatened, is severe: a supervisor sees it first and a second person closes it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from feedback.models import Complaint
from messaging.replies.named import Named, named

Category, Severity = Complaint.Category, Complaint.Severity

_CATEGORIES = {
    Named.DISCLOSURE: Category.PRIVACY,
    Named.THREAT: Category.CONDUCT,
    Named.AUTHORITY: Category.AUTHORITY,
    Named.LAWYER: Category.AUTHORITY,
    Named.POLICE: Category.AUTHORITY,
    Named.PRESS: Category.AUTHORITY,
}
"""What was done comes before whom they tell of it: it is what has to be looked into."""


_ORDINARY = {
    Category.AFTER_OPT_OUT: re.compile(
        r"(?:退订|TD|取消)(?:了|过).{0,6}(?:还|又)|unsubscribed", re.I
    ),
    Category.WRONG_AMOUNT: re.compile(
        r"金额(?:不对|错|有误)|多扣|算错|还(?:了|清).{0,4}还(?:在)?[催发]", re.I
    ),
    Category.WRONG_HOUR: re.compile(r"半夜|深夜|凌晨|大清早|上班(?:时间|的?时候)|at night", re.I),
    Category.TOO_OFTEN: re.compile(
        r"一天到晚|天天|每天|整天|没完没了|不停|频繁|轰炸|好几[条次遍]"
        r"|too (?:many|often)|every ?day|all day|spam",
        re.I,
    ),
    Category.WORDING: re.compile(r"态度|语气|措辞|口气|说话难听|rude", re.I),
}
"""What is plainly said and names nobody: a person says better on the complaint's page."""


class Kind(NamedTuple):
    category: str
    severity: str

    @property
    def is_severe(self) -> bool:
        return self.severity == Severity.SEVERE


ORDINARY = Kind(Category.OTHER, Severity.NORMAL)


def kind_of(text: str) -> Kind:
    """By what its words name."""
    found = named(text)
    for name, category in _CATEGORIES.items():
        if name in found:
            return Kind(category, Severity.SEVERE)
    for category, words in _ORDINARY.items():
        if words.search(text):
            return Kind(category, Severity.NORMAL)
    return ORDINARY
