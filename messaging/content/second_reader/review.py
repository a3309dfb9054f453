"""What the second reader adds to what the rules found in a text."""

from collections.abc import Sequence
from dataclasses import replace

from messaging.content.reading.tokens import Sentence, sentences
from messaging.content.second_reader.opinion import opinion
from messaging.content.second_reader.reasons import REASONS
from messaging.content.text.findings import Finding

DOUBT = 0.13
"""So sure it has to be for the purpose of a sentence to be asked that the rules let pass."""

DOUBT_OF_THE_STRANGE = 0.05
"""So sure where the sentence has a word that is in no list: of what is strange little is enough."""

SUSPICION = 0.2
"""So sure for a frame to block."""

NEARLY_SURE = 0.9
"""So sure it blocks a sentence in which the rules only saw something to look at."""


CALM = 0.1
"""So little harm it must see for a mild risky word to be fair where no frame is met."""

FITTING = 0.85
"""So like the sentences of fair texts one has to be for fewer of a lender's own words to do."""


FAIR = 0.05
"""So little harm it must see, and find it fitting, where a rule blocks what it takes for fair."""

VERY_FITTING = 0.9
"""And so like fair ones."""

_PROTECTING = ("negation", "warning", "impostor", "fraud", "help")
# Nothing of these kinds is said kindly.
_GRAVE = frozenset({"threat", "insult", "暴力威胁", "辱骂侮辱"})


def doubtful(text: str, sentence: Sentence) -> bool:
    """Whether a person should say what the sentence is for, whatever the rules make of it."""
    strange = any(not word.known for word in sentence.words)
    return opinion(text, sentence).harm >= (DOUBT_OF_THE_STRANGE if strange else DOUBT)


def suspected(text: str, sentence: Sentence) -> bool:
    """Whether a frame met in the sentence blocks it."""
    return opinion(text, sentence).harm >= SUSPICION


def softened(text: str, found: Sequence[Finding], *, protecting: bool = True) -> list[Finding]:
    """What blocks in a sentence that looks in all else like fair ones (a warning of swindlers, what
    is never done) is asked about instead: a person confirms it by itself. ``protecting``: only
    where the sentence rules something out, warns or helps; "call your family" alone is a fair piece
    of "we never call your family"."""
    fair = [
        each
        for each in sentences(text)
        if _is_fair(text, each) and (not protecting or _protects(each))
    ]
    return [
        replace(finding, level="warn")
        if finding.level == "block"
        and finding.category not in _GRAVE
        and any(_within(finding, each) for each in fair)
        else finding
        for finding in found
    ]


def _protects(sentence: Sentence) -> bool:
    return any(word.of(*_PROTECTING) for word in sentence.words)


def _is_fair(text: str, sentence: Sentence) -> bool:
    seen = opinion(text, sentence)
    return seen.harm < FAIR and seen.fit >= VERY_FITTING


def calm(text: str, sentence: Sentence) -> bool:
    """Whether it sees nothing at all in a sentence."""
    return opinion(text, sentence).harm < CALM


def fits(text: str, sentence: Sentence) -> bool:
    """Whether a sentence without a risky word is placed though little of it is known."""
    return opinion(text, sentence).fit >= FITTING


def likenesses(text: str, said: Sequence[Sentence], found: Sequence[Finding]) -> list[Finding]:
    """One finding for each sentence that looks like what may not leave, of those in which the
    rules ``found`` something to look at and nothing that blocks; in order of place."""
    return [
        _finding(text, sentence)
        for sentence in said
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
