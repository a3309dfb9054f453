"""The frames met in a text, as findings."""

from collections.abc import Sequence

from messaging.content.frames.catalogue import FRAMES
from messaging.content.frames.frame import Frame, Match, matches
from messaging.content.law_of_others import is_anothers
from messaging.content.purpose.company import excused
from messaging.content.purpose.placing import serves
from messaging.content.reading.tokens import Sentence
from messaging.content.second_reader.reasons import REASONS
from messaging.content.second_reader.review import clear, protects, suspected
from messaging.content.text.findings import Finding, Level

# Nothing of these kinds is said kindly.
_GRAVE = frozenset({"threat", "insult", "authority"})
# Said in service too ("tell us right away", "closed from one to five at night").
_MILD = frozenset({"urgency", "harassment", "borrowing_fees", "disguise", "false_consequence"})
_QUOTES = frozenset('“「『"')


def review_frames(
    text: str, sentences: Sequence[Sentence], *, by_sound: bool = True
) -> list[Finding]:
    """One finding for each kind and place, the gravest; in order of place.

    ``by_sound`` False: for values and finished texts. A name in them may sound like anything (小明,
    小命), and the second reader, which has seen templates only, has no say.
    """
    found: list[Finding] = []
    for sentence in sentences:
        met = [match for frame in FRAMES if (match := _first(frame, sentence, by_sound))]
        kept: list[Match] = []
        for match in sorted(met, key=lambda m: (m.frame.level != "block", m.start)):
            if not any(each.frame.kind == match.frame.kind for each in kept):
                kept.append(match)
        levels = [(match, _level(match, text, sentence, by_sound)) for match in kept]
        found += [
            _finding(text, match, level)
            for match, level in levels
            if not (by_sound and level == "warn" and _passed_over(match, text, sentence))
        ]
    return sorted(found, key=lambda finding: (finding.start, finding.end))


def _first(frame: Frame, sentence: Sentence, by_sound: bool) -> Match | None:
    for match in matches(frame, sentence):
        if not by_sound and any(word.heard for word in match.words):
            continue
        if not excused(sentence, match.key, frame.excuses):
            return match
    return None


def _level(match: Match, text: str, sentence: Sentence, template: bool) -> Level:
    """What a frame blocks it only asks about where all the rest serves the customer, or, of what
    may also be said kindly, where the second reader sees nothing in it."""
    frame = match.frame
    if template and _another_sense(match, text, sentence):
        return "warn"
    if frame.softens and serves(sentence, besides=match.words):
        return "warn"
    if template and frame.kind not in _GRAVE and not suspected(text, sentence):
        return "warn"
    if template and frame.kind != "insult" and protects(sentence) and clear(text, sentence):
        return "warn"
    return frame.level


def _passed_over(match: Match, text: str, sentence: Sentence) -> bool:
    """What would only be asked about, of a kind that is said in service too, in a sentence in which
    the second reader sees nothing."""
    return match.frame.kind in _MILD and clear(text, sentence)


def _another_sense(match: Match, text: str, sentence: Sentence) -> bool:
    """A step of the customer's own, the words on a button, a condolence: a person looks."""
    kind = match.frame.kind
    if kind == "authority":
        return is_anothers(text, match.start, match.end)
    if kind == "urgency":
        return match.start > 0 and text[match.start - 1] in _QUOTES
    return match.frame.code == "menace_twice" and any(w.of("condole") for w in sentence.words)


def _finding(text: str, match: Match, level: Level) -> Finding:
    reason, suggestion = REASONS[match.frame.kind]
    return Finding(
        level=level,
        category=match.frame.kind,
        phrase=text[match.start : match.end],
        start=match.start,
        end=match.end,
        reason=reason,
        suggestion=suggestion,
        code=f"frame_{match.frame.code}",
    )
