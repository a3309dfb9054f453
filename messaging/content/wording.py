"""The wording review: what must not leave, or only after a second look."""

from collections.abc import Sequence
from dataclasses import replace

from messaging.content.disguises import disguised
from messaging.content.excuses import is_excused
from messaging.content.frames.review import review_frames
from messaging.content.innocents import innocent_insides, is_innocent
from messaging.content.purpose.review import unplaced
from messaging.content.reading.tokens import Sentence, sentences
from messaging.content.second_reader.review import likenesses, softened
from messaging.content.text.broken_up import joined
from messaging.content.text.findings import Finding
from messaging.content.text.flat import masked
from messaging.content.text.fold import fold
from messaging.content.wording_list import Hit, WordingList, shipped


def review(text: str, wording_list: WordingList | None = None) -> list[Finding]:
    """Everything about the wording of a text: what harms, and every sentence whose purpose is not
    known. In order of place; ``start`` and ``end`` index ``text`` as given, which may hold
    placeholders. ``wording_list``: the shipped one unless given.
    """
    found = sentences(text)
    framed = review_frames(text, found)
    look_like = _alike(text, found, framed)
    said = [
        *_harmful(text, wording_list, framed, by_sound=True),
        *look_like,
        *unplaced(text, found, [*framed, *look_like]),
    ]
    return sorted(said, key=lambda finding: (finding.start, finding.end))


def harmful(
    text: str, wording_list: WordingList | None = None, *, by_sound: bool = True
) -> list[Finding]:
    """The wording list's phrases and the frames met in a text, in order of place. ``by_sound``: see
    ``review_frames``."""
    framed = review_frames(text, sentences(text), by_sound=by_sound)
    return _harmful(text, wording_list, framed, by_sound=by_sound)


def _harmful(
    text: str, wording_list: WordingList | None, framed: Sequence[Finding], *, by_sound: bool
) -> list[Finding]:
    """With the frames that are met in it."""
    found = [*phrases(masked(text), wording_list, in_disguise=by_sound), *framed]
    if by_sound:
        found = softened(text, found)
        found += _put_together(text, wording_list, found)
    return sorted(found, key=lambda finding: (finding.start, finding.end))


def _put_together(
    text: str, wording_list: WordingList | None, found: Sequence[Finding]
) -> list[Finding]:
    """What blocks in the same text without the letters that stand between its characters."""
    together = joined(text)
    if together == text:
        return []
    known = {(each.code, each.start, each.end) for each in found}
    return [
        replace(each, phrase=text[each.start : each.end])
        for each in harmful(together, wording_list)
        if each.level == "block" and (each.code, each.start, each.end) not in known
    ]


def asked(text: str) -> list[Finding]:
    """The sentences of a text whose purpose is asked; the wording list has no say in it."""
    found = sentences(text)
    framed = review_frames(text, found)
    return unplaced(text, found, [*framed, *_alike(text, found, framed)])


def alike(text: str) -> list[Finding]:
    """The sentences that look like what may not leave, where no rule blocks them."""
    found = sentences(text)
    return _alike(text, found, review_frames(text, found))


def _alike(text: str, found: Sequence[Sentence], framed: Sequence[Finding]) -> list[Finding]:
    return likenesses(text, found, [*framed, *unplaced(text, found, framed)])


def phrases(
    text: str, wording_list: WordingList | None = None, *, in_disguise: bool = False
) -> list[Finding]:
    """The wording list's phrases in a text, in order of place.

    Sees through spaces, width, invisible characters, punctuation between characters, traditional
    characters and look-alikes. Leaves alone innocent words (名下户头), warnings against fraud and
    sentences that rule the thing out (我们不会联系您的家人). Of two that overlap the part is left
    out, unless it is the graver. ``wording_list``: the shipped one unless given. ``in_disguise``:
    also what only sounds like a phrase, or has a word put in (disguises).
    """
    words = wording_list or shipped()
    folded = fold(text)
    hits = words.hits(folded)
    if in_disguise:
        hits = sorted([*hits, *disguised(text, words)], key=lambda hit: (hit.start, -hit.end))
    if not hits:
        return []
    insides = innocent_insides(folded)
    kept: list[Hit] = []
    excused: list[Hit] = []
    # Hits come by place, the longer first: what ends before this is part of another as grave.
    reach = blocked = 0
    for hit in hits:
        blocks = hit.entry.level == "block"
        if hit.end <= (blocked if blocks else reach) or is_innocent(hit.start, hit.end, insides):
            continue
        reach = max(reach, hit.end)
        blocked = max(blocked, hit.end) if blocks else blocked
        (excused if is_excused(text, hit, excused) else kept).append(hit)
    return [_finding(hit) for hit in kept]


def _finding(hit: Hit) -> Finding:
    entry = hit.entry
    return Finding(
        level=entry.level,
        category=entry.category,
        phrase=entry.phrase,
        start=hit.start,
        end=hit.end,
        reason=entry.reason,
        reason_zh=entry.reason_zh,
        suggestion=entry.suggestion,
        code="wording",
    )
