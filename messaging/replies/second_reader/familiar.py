"""How much of a reply the second reader has met before. Of the rest it knows nothing, however sure
it is: what is strange stays unknown."""

import re

from messaging.replies.normalising.speech import Said
from messaging.replies.second_reader import opinion
from messaging.second_reader.weights import load

MOST_STRANGE = 0.6
"""Of the pairs of characters, or of the English words, that may be new; no single character may."""

_HAN = re.compile(r"[㐀-鿿]")
_FIGURE = re.compile(r"\d+")


def is_familiar(said: Said) -> bool:
    known = load(opinion.FILE).of
    text = _FIGURE.sub("0", said.text)
    if _HAN.search(text):
        met = [text[at : at + 2] in known for at in range(len(text) - 1)]
        alone = [char in known for char in text if _HAN.match(char)]
        return all(alone) and met.count(False) <= max(1, len(met) * MOST_STRANGE)
    plain = (word.replace("'", "").replace("’", "") for word in said.words)
    words = ["w:" + _FIGURE.sub("0", word) in known for word in plain]
    return words.count(False) <= len(words) * MOST_STRANGE
