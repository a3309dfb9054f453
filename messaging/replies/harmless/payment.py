"""A reply that says when it will be paid, or that it was, and says nothing else."""

from datetime import date

from messaging.replies.harmless.small_talk import is_small_talk
from messaging.replies.promised.clauses import Clause, clauses
from messaging.replies.speech import heard

_ANY_DAY = date(2026, 1, 1)  # whichever: only whether a day is named matters here


def says_payment(text: str) -> bool:
    """Every clause promises, tells of a payment or is small talk; at least one is about paying."""
    parts = clauses(text, _ANY_DAY)
    return any(map(_pays, parts)) and all(_pays(each) or _harmless(each) for each in parts)


def _pays(part: Clause) -> bool:
    if part.refuses or part.tells:
        return False
    when_or_what = part.paid or part.refers or bool(part.times) or part.amount is not None
    return part.pays and when_or_what


def _harmless(part: Clause) -> bool:
    if part.refuses:
        return False
    only_a_time = bool(part.times) and part.promises
    return only_a_time or part.wages or is_small_talk(heard(part.text))
