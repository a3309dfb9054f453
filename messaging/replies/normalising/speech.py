"""A normalised reply said in plain Mandarin, so that one cue serves every way of speaking.

Cantonese, northern and southern dialect, Taiwanese words, common slips of the pen and pinyin are
replaced by what they stand for; particles that only colour the tone go. English stays as it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from messaging.replies.normalising.dialect import CHARACTERS, WORDS
from messaging.replies.normalising.normalise import normalised_words
from messaging.replies.normalising.pinyin import PINYIN

GLUED = 12  # letters; a longer "word" is several without blanks


@dataclass(frozen=True, slots=True)
class Said:
    """`starts`: where in `text` a cue may begin. `words`: as they were written, normalised.
    `written`: the reply itself.

    In Chinese that is anywhere, in English where a word begins: "lor u decide" is not rude.
    """

    text: str = field(repr=False)
    starts: Sequence[int]
    words: Sequence[str] = field(default=(), repr=False)
    written: str = field(default="", repr=False)


def heard(text: str) -> Said:
    """A reply as its meaning is read from it."""
    words = normalised_words(text)
    written = "".join(words)
    said = plain_speech(written)
    english = said == written and said.isascii()
    return Said(said, tuple(_starts(words)) if english else range(len(said)), words, text)


_WORD = re.compile("|".join(sorted(WORDS, key=len, reverse=True)))
_LATIN = re.compile("[A-Z]+")
_DAY_SPELT = re.compile(r"(?<=[0-9])HAO(?![A-Z]*(?:ING|ED|LY)\b)")
_LONGEST_PINYIN = max(map(len, PINYIN))


def plain_speech(reply: str) -> str:
    """``"我唔識佢"`` → ``"我不识他"``; ``"WOYIHUAN"`` → ``"我已还"``."""
    chinese = _LATIN.sub(lambda run: _from_pinyin(run[0]), _DAY_SPELT.sub("号", reply))
    return _WORD.sub(lambda word: WORDS[word[0]], chinese).translate(CHARACTERS)


def _from_pinyin(run: str) -> str:
    """The characters a run of letters spells; itself when any of it is no pinyin we know."""
    characters, start = "", 0
    while start < len(run):
        for end in range(min(start + _LONGEST_PINYIN, len(run)), start, -1):
            if run[start:end] in PINYIN:
                characters += PINYIN[run[start:end]]
                start = end
                break
        else:
            return run
    return characters


def _starts(words: Sequence[str]) -> Iterator[int]:
    start = 0
    for word in words:
        yield from range(start, start + (len(word) if len(word) >= GLUED else 1))
        start += len(word)
