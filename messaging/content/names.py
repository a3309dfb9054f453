"""Names in texts: salutations, and who looks after a loan."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

from messaging.content.language import is_written_in
from messaging.content.nothing import says_nothing
from messaging.content.placeholders import names

OFFICER = "officer_name"
"""The placeholder that only some loans have a value for."""

_SALUTATIONS = {
    "male": {"zh": "先生", "en": "Mr"},
    "female": {"zh": "女士", "en": "Ms"},
    "married": {"zh": "女士", "en": "Mrs"},
}
_SPELLINGS = {
    "先生": "male",
    "mr": "male",
    "男": "male",
    "女士": "female",
    "小姐": "female",
    "女": "female",
    "ms": "female",
    "miss": "female",
    "太太": "married",
    "mrs": "married",
}


def salutation_for(raw: str, *, name: str, language: str) -> str:
    """先生/女士 or Mr/Ms in the message's language; empty when unknown or already in the name."""
    kind = _SPELLINGS.get(raw.strip().rstrip(".").lower())
    if kind is None:
        return ""
    word = _SALUTATIONS[kind]["en" if language == "en" else "zh"]
    if name.strip().endswith(("先生", "女士", "小姐", "太太")):
        return ""
    if name.strip().lower().startswith(("mr ", "mr.", "ms ", "ms.", "mrs", "miss ")):
        return ""
    return word


class Looked(Protocol):
    """A loan that somebody at the lender may look after."""

    @property
    def officer_name(self) -> str: ...


def officer_of(loans: Iterable[Looked], *, language: str) -> str:
    """Who looks after all of these loans; empty where nobody is named, several are, or the name is
    in a script that a text of this language does not have."""
    named = {loan.officer_name.strip() for loan in loans}
    name = named.pop() if len(named) == 1 else ""
    if not name or says_nothing(name):
        return ""
    return name if language != "en" or is_written_in(name, language) else ""


@lru_cache(maxsize=1024)
def names_an_officer(body: str) -> bool:
    """Whether a text leaves open who looks after the loan: it goes only where somebody is named."""
    return OFFICER in names(body)
