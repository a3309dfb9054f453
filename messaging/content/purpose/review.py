"""The sentences whose purpose is not known, as findings."""

from collections.abc import Sequence
from math import inf

from messaging.content.purpose.placing import may_be_cleared, place
from messaging.content.reading.tokens import Sentence
from messaging.content.second_reader.review import calm, clear, doubtful, fits
from messaging.content.text.findings import Finding
from messaging.content.text.flat import GAP

CATEGORY = "unplaced"
_STOP = frozenset({"stop"})


def _(reason: str) -> str:
    """Marks a reason for the catalogues; the screen translates it."""
    return reason


_REASON = _(
    "What this sentence is for is not known: say it, and the approver confirms it by itself."
)


def unplaced(
    text: str, found: Sequence[Sentence], harmful: Sequence[Finding] = ()
) -> list[Finding]:
    """One finding for each sentence that cannot be placed, or that the second reader doubts; in
    order. Of one in which something ``harmful`` blocks nothing more: it has to be rewritten."""
    return [
        Finding(
            level="warn",
            category=CATEGORY,
            phrase=text[sentence.start : sentence.end],
            start=sentence.start,
            end=sentence.end,
            reason=_REASON,
            code="unplaced",
        )
        for sentence in found
        if (not is_placed(text, sentence) or _is_doubted(text, sentence))
        and not _is_blocked(sentence, harmful)
    ]


def _is_doubted(text: str, sentence: Sentence) -> bool:
    """Of what says nothing but how to stop there is nothing to doubt, whatever it resembles."""
    said = [word.classes for word in sentence.words if word.key != GAP]
    only_stops = bool(said) and all(classes == _STOP for classes in said)
    return not only_stops and doubtful(text, sentence)


def is_placed(text: str, sentence: Sentence) -> bool:
    """Whether it is known what the sentence is for. What the rules alone would not place, since
    little of it is a lender's own words, is when the second reader finds it like the rest; and one
    with a risky word, when it sees nothing at all in any part of it."""
    if place(sentence).purpose:
        return True
    is_clear = clear(text, sentence)
    if _is_strange(sentence) and not is_clear:
        return False
    if is_clear and may_be_cleared(sentence):
        return True
    if not fits(text, sentence):
        return False
    return bool(place(sentence, enough=-inf).purpose or surely_placed(text, sentence))


def _is_strange(sentence: Sentence) -> bool:
    """Whether it has Chinese characters that stand in no list: what little else it says may be said
    of anything, unless the second reader sees nothing at all in any part of it. (Of what people
    write kindly a quarter has one: 添件外套, 冰箱; of 1,400 forbidden sentences by people the
    reader had not met, one more passed.)"""
    return any(word.kind == "han" and not word.known for word in sentence.words)


def surely_placed(text: str, sentence: Sentence) -> str:
    """What a sentence with a mild risky word is for, where no frame is met and the second reader
    sees nothing in it."""
    return place(sentence, enough=-inf, sure=True).purpose if calm(text, sentence) else ""


def _is_blocked(sentence: Sentence, harmful: Sequence[Finding]) -> bool:
    return any(
        each.level == "block" and each.start < sentence.end and sentence.start < each.end
        for each in harmful
    )
