"""The sentences whose purpose is not known, as findings."""

from collections.abc import Sequence

from messaging.content.findings import Finding
from messaging.content.purpose.placing import place
from messaging.content.reading.tokens import Sentence, sentences

CATEGORY = "unplaced"


def _(reason: str) -> str:
    """Marks a reason for the catalogues; the screen translates it."""
    return reason


_REASON = _(
    "What this sentence is for is not known: say it, and the approver confirms it by itself."
)


def unplaced(text: str, found: Sequence[Sentence]) -> list[Finding]:
    """One finding for each sentence that cannot be placed, in order."""
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
        if not place(sentence).purpose
    ]


def unplaced_sentences(body: str) -> list[str]:
    """The sentences of a body that cannot be placed, as they stand in it, each once."""
    return list(dict.fromkeys(each.phrase for each in unplaced(body, sentences(body))))
