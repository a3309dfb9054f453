"""What a complaint made in words is about and how bad it is, until a person says better.

Whoever names a regulator, a lawyer, the police or the press, or reports that others were told or
that they were threatened, is severe: a supervisor sees it first and a second person closes it.
"""

from __future__ import annotations

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
    return ORDINARY
