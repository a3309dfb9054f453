"""What the second reader adds to what the rules found in a text."""

import re
from collections.abc import Sequence
from dataclasses import replace

from messaging.content.reading.tokens import Sentence, sentences
from messaging.content.second_reader.opinion import opinion, worst_half
from messaging.content.second_reader.reasons import REASONS
from messaging.content.text.findings import Finding

DOUBT = 0.08
"""So sure it has to be for the purpose of a sentence to be asked that the rules let pass."""

DOUBT_OF_THE_STRANGE = 0.06
"""So sure where the sentence has a word that is in no list: of what is strange little is enough."""

DOUBT_OF_A_HALF = 0.3
"""So sure of what stands before or after one of its commas: half a sentence is often odd alone."""

CLEAR = 0.08
"""So little harm it must see for a risky word to be fair and a mild frame to be passed over."""

SUSPICION = 0.5
"""So sure for a frame to block."""

NEARLY_SURE = 0.86
"""So sure it blocks a sentence in which the rules only saw something to look at."""


CALM = 0.1
"""So little harm it must see for a mild risky word to be fair where no frame is met."""

FITTING = 0.85
"""So like the sentences of fair texts one has to be for fewer of a lender's own words to do."""


VERY_FITTING = 0.88
"""And so like fair ones it must find it."""

NOT_UNLIKE = 0.8
"""So like them, where it sees no more harm than is let pass, what blocks is asked about."""

_PROTECTING = ("negation", "warning", "impostor", "fraud", "help")
# Letters with a figure for one of them: of what is spelt to be overlooked nothing is known.
_SPELT_AROUND = re.compile(r"[A-Za-z][0-9@$€]+[A-Za-z]")
# Nothing of these kinds is said kindly.
_GRAVE = frozenset({"threat", "insult", "暴力威胁", "辱骂侮辱"})
_HOURS = "骚扰紧迫"


def doubtful(text: str, sentence: Sentence) -> bool:
    """Whether a person should say what the sentence is for, whatever the rules make of it."""
    strange = any(not word.known for word in sentence.words)
    return (
        opinion(text, sentence).harm >= (DOUBT_OF_THE_STRANGE if strange else DOUBT)
        or worst_half(text, sentence) >= DOUBT_OF_A_HALF
        or _is_spelt_around(sentence)
    )


def _is_spelt_around(sentence: Sentence) -> bool:
    return any(not w.known and _SPELT_AROUND.search(w.key) for w in sentence.words)


def clear(text: str, sentence: Sentence) -> bool:
    """Whether it sees nothing in the sentence nor in any half, and finds it like fair ones."""
    return _like_fair_ones(text, sentence, harm=CLEAR, fit=VERY_FITTING)


def _like_fair_ones(text: str, sentence: Sentence, *, harm: float, fit: float) -> bool:
    seen = opinion(text, sentence)
    return seen.harm < harm and seen.fit >= fit and worst_half(text, sentence) < DOUBT_OF_A_HALF


def suspected(text: str, sentence: Sentence) -> bool:
    """Whether a frame met in the sentence blocks it."""
    return opinion(text, sentence).harm >= SUSPICION


def softened(text: str, found: Sequence[Finding], *, protecting: bool = True) -> list[Finding]:
    """What blocks in a sentence that looks in all else like fair ones (a warning of swindlers, what
    is never done) is asked about instead: a person confirms it by itself. ``protecting``: only
    where the sentence rules something out, warns or helps; "call your family" alone is a fair piece
    of "we never call your family". An hour is fair wherever nothing at all is seen."""
    fair = [
        each for each in sentences(text) if _like_fair_ones(text, each, harm=DOUBT, fit=NOT_UNLIKE)
    ]
    return [
        replace(finding, level="warn")
        if finding.level == "block"
        and finding.category not in _GRAVE
        and any(
            _within(finding, each)
            and (
                not protecting
                or protects(each)
                or (finding.category == _HOURS and clear(text, each))
            )
            for each in fair
        )
        else finding
        for finding in found
    ]


def protects(sentence: Sentence) -> bool:
    """Whether it rules something out, warns or helps."""
    return any(word.of(*_PROTECTING) for word in sentence.words)


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
