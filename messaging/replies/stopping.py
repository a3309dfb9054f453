"""A wish for no more texts: the bare keyword, the cue in a sentence, and what takes it back.

A negation has an owner. "I did not ask for it" takes an opt-out back; "you have not done it" and
"it does not work" demand it, and complain.
"""

import re
from dataclasses import dataclass

from messaging.replies.cues import chinese, english, keywords
from messaging.replies.cues.matching import Cues, choice
from messaging.replies.normalising.speech import Said
from messaging.replies.second_reader.ideas import ideas

KEYWORD_REPLY_LENGTH = 40  # a longer reply is a sentence
_REACH = 24  # characters before and after a cue in which its denial may stand

_PREFIXES = f"(?:{choice(keywords.KEYWORD_PREFIXES)})*"
_SUFFIXES = f"(?:{choice(keywords.KEYWORD_SUFFIXES)})*"
_NUMBERED = choice(keywords.NUMBERED_KEYWORDS)
_KEYWORD = re.compile(
    f"{_PREFIXES}"
    f"(?:(?P<keyword>{choice((*keywords.OPT_OUT_KEYWORDS, *keywords.KEYWORD_SLIPS))})(?P=keyword)*"
    f"|(?:{_NUMBERED}){keywords.OWN_NUMBER}|{keywords.OWN_NUMBER}(?:{_NUMBERED}))"
    f"{_SUFFIXES}"
)
_NO_EDUCATION = re.compile(f"{_PREFIXES}(?:{choice(keywords.NO_EDUCATION_KEYWORDS)}){_SUFFIXES}")
_UNDOES = re.compile(f"{_PREFIXES}{keywords.UNDOING}(?:{_NUMBERED}|屏蔽|STOP)(?:了|谢谢|的?短信)*")
_NO_OPT_OUT = (*chinese.NO_OPT_OUT, *english.NO_OPT_OUT)
_DENIABLE = Cues((*chinese.DENIABLE_OPT_OUT, *english.DENIABLE_OPT_OUT), harmless=_NO_OPT_OUT)
_PLAIN = Cues((*chinese.PLAIN_OPT_OUT, *english.PLAIN_OPT_OUT), harmless=_NO_OPT_OUT)
_DENIAL = choice((*chinese.DENIALS, *english.DENIALS))
_FILLER = choice((*chinese.DENIAL_FILLERS, *english.DENIAL_FILLERS))
_DENIED = re.compile(f"(?:{_DENIAL})(?:{_FILLER}){{0,6}}(?:{_DENIAL})?$")
_NO_DENIAL = re.compile(
    f"(?:{choice((*chinese.NO_DENIAL, *english.NO_DENIAL))})(?:{_FILLER}){{0,6}}$"
)
_DEMANDED = re.compile(f"(?:{choice((*chinese.DEMANDS, *english.DEMANDS))})(?:{_FILLER}){{0,4}}$")
_IN_VAIN = re.compile(f"(?:{chinese.IN_VAIN}|{english.IN_VAIN})")
_UNSAID = re.compile(f"(?:{choice((*chinese.UNSAID, *english.UNSAID))})$")
_REQUESTED = re.compile(f"(?:{choice((*chinese.REQUESTS, *english.REQUESTS))})$")
_ASKED_BACK = re.compile(chinese.ASKED_BACK)
_RETRACTED = Cues((*chinese.RETRACTIONS, *english.RETRACTIONS))
_WAY_OUT = Cues((*chinese.WAYS_OUT, *english.WAYS_OUT))
_WANTED_AFTER_ALL = Cues((*chinese.WANTED_AFTER_ALL, *english.WANTED_AFTER_ALL))
_OF_TEXTS = frozenset({"TEXT", "SEND", "CONTACT", "DISTURB", "RECEIVE", "REMOVE", "BLOCK", "LIST"})
_PAUSE = re.compile("(?:给我|能|可以|能不能|可不可以|麻烦|求|请|拜托|暂|先)*停(?:一停|一下|了)?")

_HURRY = re.compile("你?们?(?:别|不要|不用|莫)(?:再|老|总|一直)*催(?:我|了|款|促)*")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reply says of the texts. `in_vain`: it was asked for before, and not done."""

    wanted: bool
    taken_back: bool
    in_vain: bool


def is_keyword(said: Said) -> bool:
    """The whole reply is a keyword, perhaps with polite words or the own number around it."""
    if len(said.text) > KEYWORD_REPLY_LENGTH or undoes_keyword(said):
        return False
    return _KEYWORD.fullmatch(said.text) is not None


def declines_education(said: Said) -> bool:
    """The whole reply is the word by which useful knowledge alone is declined."""
    return len(said.text) <= KEYWORD_REPLY_LENGTH and _NO_EDUCATION.fullmatch(said.text) is not None


def undoes_keyword(said: Said) -> bool:
    """ "取消退订": the whole reply takes a keyword back."""
    return _UNDOES.fullmatch(said.text) is not None


def opt_out_wish(said: Said, *, alone: bool, in_trouble: bool = False, pays: bool = False) -> Wish:
    """Whether somebody wants no more texts, and whether somebody takes that back.

    `alone`: the reply says nothing else that is understood; then a mistake that names no keyword
    is about one all the same ("按错了"). `in_trouble`: it tells of hardship; then to stop, without
    a word of texts or of being left alone, is to pause payments ("失业了，能不能先停一停"). `pays`:
    it tells of a payment made or promised; then "别催" is impatience ("转了转了 别催").
    """
    pauses = in_trouble and not any(_OF_TEXTS.intersection(found) for found in ideas(said))
    cues = [
        cue
        for cue in _DENIABLE.each_in(said)
        if not (pauses and _PAUSE.fullmatch(cue[0])) and not (pays and _HURRY.fullmatch(cue[0]))
    ]
    in_vain = [_is_in_vain(cue) for cue in cues]
    denied = [not vain and _is_denied(cue) for cue, vain in zip(cues, in_vain, strict=True)]
    retracted = _RETRACTED.found_in(said) and (alone or _WAY_OUT.found_in(said))
    not_meant = retracted or any(denied)
    taken_back = not_meant or _WANTED_AFTER_ALL.found_in(said) or undoes_keyword(said)
    wanted = any(
        vain or (not no and (not not_meant or _is_requested(cue)))
        for cue, no, vain in zip(cues, denied, in_vain, strict=True)
    )
    for cue in _PLAIN.each_in(said):
        unsaid = _is_unsaid(cue)
        taken_back |= unsaid
        wanted |= not unsaid
    return Wish(wanted, taken_back and not any(in_vain), any(in_vain))


def _is_in_vain(cue: re.Match[str]) -> bool:
    if _DEMANDED.search(_before(cue)):
        return True
    return _IN_VAIN.match(cue.string, cue.end()) is not None


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
    return cue.string[max(cue.start() - _REACH, 0) : cue.start()]
