"""A wish for no more texts: the bare keyword, the cue in a sentence, and what takes it back."""

import re

from messaging.replies.cues import chinese, english, keywords
from messaging.replies.matching import Cues, choice
from messaging.replies.speech import Said

KEYWORD_REPLY_LENGTH = 40  # a longer reply is a sentence
_DENIAL_REACH = 24  # characters before a cue in which its denial may stand

_KEYWORD = re.compile(
    f"(?:{choice(keywords.KEYWORD_PREFIXES)})*"
    f"(?P<keyword>{choice((*keywords.OPT_OUT_KEYWORDS, *keywords.KEYWORD_SLIPS))})(?P=keyword)*"
    f"(?:{choice(keywords.KEYWORD_SUFFIXES)})*"
)
_NO_OPT_OUT = (*chinese.NO_OPT_OUT, *english.NO_OPT_OUT)
_DENIABLE = Cues((*chinese.DENIABLE_OPT_OUT, *english.DENIABLE_OPT_OUT), harmless=_NO_OPT_OUT)
_PLAIN = Cues((*chinese.PLAIN_OPT_OUT, *english.PLAIN_OPT_OUT), harmless=_NO_OPT_OUT)
_DENIAL = choice((*chinese.DENIALS, *english.DENIALS))
_FILLER = choice((*chinese.DENIAL_FILLERS, *english.DENIAL_FILLERS))
_DENIED = re.compile(f"(?:{_DENIAL})(?:{_FILLER}){{0,6}}(?:{_DENIAL})?$")
_NO_DENIAL = re.compile(
    f"(?:{choice((*chinese.NO_DENIAL, *english.NO_DENIAL))})(?:{_FILLER}){{0,6}}$"
)
_UNSAID = re.compile(f"(?:{choice((*chinese.UNSAID, *english.UNSAID))})$")
_REQUESTED = re.compile(f"(?:{choice((*chinese.REQUESTS, *english.REQUESTS))})$")
_ASKED_BACK = re.compile(chinese.ASKED_BACK)
_RETRACTED = Cues((*chinese.RETRACTIONS, *english.RETRACTIONS))
_WAY_OUT = Cues((*chinese.WAYS_OUT, *english.WAYS_OUT))
_WANTED_AFTER_ALL = Cues((*chinese.WANTED_AFTER_ALL, *english.WANTED_AFTER_ALL))


def is_keyword(said: Said) -> bool:
    """The whole reply is a keyword, perhaps with polite words around it."""
    return len(said.text) <= KEYWORD_REPLY_LENGTH and _KEYWORD.fullmatch(said.text) is not None


def opt_out_cues(said: Said, *, alone: bool) -> tuple[bool, bool]:
    """Whether somebody wants no more texts, and whether somebody takes that back.

    `alone`: the reply says nothing else that is understood; then a mistake that names no keyword
    is about one all the same ("按错了").
    """
    retracted = _RETRACTED.found_in(said) and (alone or _WAY_OUT.found_in(said))
    taken_back = retracted or _WANTED_AFTER_ALL.found_in(said)
    wanted = False
    for cue in _DENIABLE.each_in(said):
        denied = _is_denied(cue)
        taken_back |= denied
        wanted |= not denied and (not retracted or _is_requested(cue))
    for cue in _PLAIN.each_in(said):
        unsaid = _is_unsaid(cue)
        taken_back |= unsaid
        wanted |= not unsaid
    return wanted, taken_back


def _is_denied(cue: re.Match[str]) -> bool:
    before = _before(cue)
    if _NO_DENIAL.search(before) or _ASKED_BACK.match(cue.string, cue.end()):
        return False
    return _DENIED.search(before) is not None


def _is_requested(cue: re.Match[str]) -> bool:
    return _REQUESTED.search(_before(cue)) is not None


def _is_unsaid(cue: re.Match[str]) -> bool:
    asked_back = _ASKED_BACK.match(cue.string, cue.end())
    return _UNSAID.search(_before(cue)) is not None and not asked_back


def _before(cue: re.Match[str]) -> str:
    return cue.string[max(cue.start() - _DENIAL_REACH, 0) : cue.start()]
