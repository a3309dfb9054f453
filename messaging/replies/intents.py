"""What a reply means, and which effects it has. Precedence and cues: see ``Intent``."""

import re
from collections.abc import Iterable
from enum import StrEnum

from messaging.replies import cues
from messaging.replies.normalise import normalise


class Intent(StrEnum):
    """The main meaning of a reply.

    Precedence: distress · whole-reply keyword · denied cue · wrong party · complaint · opt-out
    cue · dispute · hardship · paid · promise · rating · other.
    """

    OPT_OUT = "opt_out"
    OPT_OUT_REVIEW = "opt_out_review"
    REVIEW = "review"
    WRONG_PARTY = "wrong_party"
    COMPLAINT = "complaint"
    PAID = "paid"
    PROMISE = "promise"
    HARDSHIP = "hardship"
    DISPUTE = "dispute"
    DISTRESS = "distress"
    RATING = "rating"
    OTHER = "other"


PRECEDENCE = (
    Intent.DISTRESS,
    Intent.OPT_OUT,
    Intent.REVIEW,
    Intent.WRONG_PARTY,
    Intent.COMPLAINT,
    Intent.OPT_OUT_REVIEW,
    Intent.DISPUTE,
    Intent.HARDSHIP,
    Intent.PAID,
    Intent.PROMISE,
    Intent.RATING,
)
SUPPRESSING = frozenset({Intent.OPT_OUT, Intent.OPT_OUT_REVIEW})


def classify(text: str) -> Intent:
    """The one intent a reply is filed under; ``rating`` counts only while a survey is open."""
    found = _found(normalise(text))
    return next((intent for intent in PRECEDENCE if intent in found), Intent.OTHER)


def effects(text: str) -> frozenset[Intent]:
    """Every intent whose effect applies, ``classify(text)`` among them.

    A cue keeps its effect under a stronger one: "我要投诉，别再发了" is a complaint and
    suppresses too. A denied opt-out ("不是退订") leaves ``review`` and no suppression.
    """
    return _found(normalise(text)) or frozenset({Intent.OTHER})


def also_suppresses(text: str) -> bool:
    """Whether the address must be suppressed at once, whatever the main intent is."""
    return not SUPPRESSING.isdisjoint(effects(text))


def _choice(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_KEYWORD = re.compile(
    f"(?:{_choice(cues.KEYWORD_PREFIXES)})*(?P<keyword>{_choice(cues.OPT_OUT_KEYWORDS)})"
    f"(?P=keyword)*(?:{_choice(cues.KEYWORD_SUFFIXES)})*"
)
_DENIABLE = re.compile(_choice(cues.DENIABLE_OPT_OUT))
_PLAIN_OPT_OUT = re.compile(_choice(cues.PLAIN_OPT_OUT))
_DENIED = re.compile(
    f"(?:{_choice(cues.DENIALS)})(?:{_choice(cues.DENIAL_FILLERS)})*(?:{_choice(cues.DENIALS)})?$"
)
_NO_DENIAL = re.compile(f"(?:{_choice(cues.NO_DENIAL)})(?:{_choice(cues.DENIAL_FILLERS)})*$")
_RETRACTED = re.compile(_choice(cues.RETRACTIONS))
_UNPAID = re.compile(_choice(cues.UNPAID))
_PAID = re.compile(_choice(cues.PAID))
_RATING = re.compile(cues.RATING)
_CUES = {
    Intent.DISTRESS: re.compile(_choice(cues.DISTRESS)),
    Intent.WRONG_PARTY: re.compile(_choice(cues.WRONG_PARTY)),
    Intent.COMPLAINT: re.compile(_choice(cues.COMPLAINT)),
    Intent.DISPUTE: re.compile(_choice(cues.DISPUTE)),
    Intent.HARDSHIP: re.compile(_choice(cues.HARDSHIP)),
    Intent.PROMISE: re.compile(_choice(cues.PROMISE)),
}
KEYWORD_REPLY_LENGTH = 40  # a longer reply is a sentence
_DENIAL_REACH = 24  # characters before a cue in which its denial may stand


def _found(reply: str) -> frozenset[Intent]:
    found = {intent for intent, pattern in _CUES.items() if pattern.search(reply)}
    if len(reply) <= KEYWORD_REPLY_LENGTH and _KEYWORD.fullmatch(reply):
        found.add(Intent.OPT_OUT)
    else:
        found |= _opt_out_cues(reply)
    if _PAID.search(_UNPAID.sub("", reply)):
        found.add(Intent.PAID)
    if _RATING.fullmatch(reply):
        found.add(Intent.RATING)
    return frozenset(found)


def _opt_out_cues(reply: str) -> set[Intent]:
    """Denied cues ask for a person; one that stands suppresses."""
    found = set()
    retracted = _RETRACTED.search(reply) is not None
    for cue in _DENIABLE.finditer(reply):
        denied = retracted or _is_denied(reply[max(cue.start() - _DENIAL_REACH, 0) : cue.start()])
        found.add(Intent.REVIEW if denied else Intent.OPT_OUT_REVIEW)
    if _PLAIN_OPT_OUT.search(reply):
        found.add(Intent.OPT_OUT_REVIEW)
    return found


def _is_denied(before: str) -> bool:
    return bool(_DENIED.search(before)) and not _NO_DENIAL.search(before)
