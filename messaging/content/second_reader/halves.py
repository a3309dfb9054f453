"""A sentence cut in two at each of its commas: what stands before, and what stands after.

A threat beside a friendly clause is a friendly sentence to who counts pieces; by itself it is not.
"""

from collections.abc import Iterator
from itertools import pairwise

from messaging.content.reading.tokens import Sentence

_MARKS = " ,，;；:：、—"


def halves(text: str, sentence: Sentence) -> Iterator[str]:
    """Two for each border between clauses, without the mark that parts them."""
    for before, after in pairwise(sentence.words):
        if before.clause != after.clause:
            yield text[sentence.start : after.start].rstrip(_MARKS)
            yield text[after.start : sentence.end]
