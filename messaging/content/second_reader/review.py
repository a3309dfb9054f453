"""What the second reader adds to what the rules found in a text."""

from collections.abc import Sequence

from messaging.content.reading.tokens import Sentence
from messaging.content.second_reader.opinion import opinion
from messaging.content.second_reader.reasons import REASONS
from messaging.content.text.findings import Finding

DOUBT = 0.13
"""So sure it has to be for the purpose of a sentence to be asked that the rules let pass; the same
doubt is enough for a frame to block."""

NEARLY_SURE = 0.95
"""So sure it blocks a sentence in which the rules only saw something to look at."""


CALM = 0.08
"""So little harm it must see for a mild risky word to be fair where no frame is met."""

FITTING = 0.9
"""So like the sentences of fair texts one has to be for fewer of a lender's own words to do."""


def doubtful(text: str, sentence: Sentence) -> bool:
    """Whether a person should say what the sentence is for, whatever the rules make of it."""
    return opinion(text, sentence).harm >= DOUBT


def calm(text: str, sentence: Sentence) -> bool:
    """Whether it sees nothing at all in a sentence."""
    return opinion(text, sentence).harm < CALM


def fits(text: str, sentence: Sentence) -> bool:
    """Whether a sentence without a risky word is placed though little of it is known."""
    return opinion(text, sentence).fit >= FITTING


def likenesses(text: str, sentences: Sequence[Sentence], found: Sequence[Finding]) -> list[Finding]:
    """One finding for each sentence that looks like what may not leave, of those in which the
    rules ``found`` something to look at and nothing that blocks; in order of place."""
    return [
        _finding(text, sentence)
        for sentence in sentences
        if {each.level for each in found if _within(each, sentence)} == {"warn"}
        and opinion(text, sentence).harm >= NEARLY_SURE
    ]


def _within(finding: Finding, sentence: Sentence) -> bool:
    return finding.start < sentence.end and sentence.start < finding.end


def _finding(text: str, sentence: Sentence) -> Finding:
    kind = opinion(text, sentence).kind
    reason, suggestion = REASONS[kind]
    return Finding(
        level="block",
        category=kind,
        phrase=text[sentence.start : sentence.end],
        start=sentence.start,
        end=sentence.end,
        reason=reason,
        suggestion=suggestion,
        code="likeness",
    )
