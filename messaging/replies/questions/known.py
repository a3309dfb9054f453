"""Whether a reply is an ordinary question, every word of which is known."""

import re
from collections.abc import Iterator
from dataclasses import replace

from messaging.replies.cues.matching import Cues
from messaging.replies.harmless import chinese as harmless
from messaging.replies.harmless.pieces import ALARMING, Pieces
from messaging.replies.normalising.speech import Said
from messaging.replies.questions import (
    chinese,
    chinese_kinds,
    chinese_words,
    english,
    english_words,
)

_LONGEST = 80  # characters; a longer reply says more than a question
_ASKING = frozenset("不怎什何哪几多少晚迟缓延宽减免停乱凭先半部")
"""Beside what alarms anywhere: signs that are known where they stand, or the reply is not."""

LONGEST_NAME = 3
"""Characters of the name of a branch."""

_QUESTIONS = (*chinese.QUESTIONS, *chinese_kinds.QUESTIONS)
_SERVICE = (*chinese.SERVICE, *chinese_words.SERVICE)
_QUESTION = Cues(_QUESTIONS)
_STRICT = ALARMING | _ASKING
_SMALL_TALK = [piece for piece in harmless.SMALL_TALK if not _STRICT.intersection(piece)]
_WHOLE = Pieces((*_QUESTIONS, *_SERVICE, *_SMALL_TALK), english_words.WORDS, strict=_STRICT)
_PLAIN = Pieces((*_QUESTIONS, *_SERVICE, *harmless.SMALL_TALK), english_words.WORDS)


def is_ordinary_question(said: Said) -> bool:
    """Never fails."""
    if not said.text or len(said.written) > _LONGEST:
        return False
    if said.text.isascii():
        text = _spelt(said)
        if not english.QUESTION.search(text) or wants_relief(said):
            return False
        return not _WHOLE.missing(replace(said, words=text.split()))
    text = _plainly(said)
    plain = replace(said, text=text, starts=range(len(text)))
    asks = _QUESTION.found_in(plain) or chinese.OR.search(text) is not None
    return asks and not wants_relief(said) and any(map(_is_known, _unnamed(plain)))


def is_alarming(said: Said) -> bool:
    """Whether a character that alarms stands in it outside what is known; never fails."""
    return _PLAIN.alarms(said)


def wants_relief(said: Said) -> bool:
    """Whether it asks for parts, for time or for something undone, or reproaches; never fails."""
    if said.text.isascii():
        return english.OF_RELIEF.search(_spelt(said)) is not None
    text = _plainly(said)
    return bool(chinese.OF_RELIEF.search(text) or chinese_kinds.OF_RELIEF.search(text))


def _spelt(said: Said) -> str:
    text = " ".join(re.sub("['’`]", "", word) for word in said.words)
    text = re.sub(r"(?<=\d)(?=[AP]M\b)", " ", text)
    return english.ROAD.sub("", english.PAY_OFF.sub("PAY", text))


def _plainly(said: Said) -> str:
    text = chinese.ASKED_WITH_NOT.sub(r"\1吗", said.text)
    return chinese_kinds.ASKED_WITH_NOT_YET.sub(r"\1吗", text)


def _is_known(said: Said) -> bool:
    return not _WHOLE.missing(said)


def _unnamed(said: Said) -> Iterator[Said]:
    """As it is, and without a name of up to three characters before a branch or a landmark."""
    yield said
    branch = chinese.BRANCH.search(said.text) or chinese_kinds.LANDMARK.search(said.text)
    for length in range(1, LONGEST_NAME + 1):
        at = branch.start() - length if branch else -1
        if branch and at >= 0 and not chinese.NO_NAME.intersection(said.text[at : branch.start()]):
            yield replace(said, text=said.text[:at] + said.text[branch.start() :])
