"""What stands against the text of a letter: wording that must not leave, gaps, what it omits."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from feedback.complaints.ways_out import review_ways_out
from feedback.letters.fields import KNOWN, REQUIRED
from messaging.content import wording
from messaging.content.consequences import review_consequences
from messaging.content.context import ReviewContext
from messaging.content.text.braces import tokens
from messaging.content.text.findings import Finding, Level
from messaging.content.text.flat import masked
from messaging.content.text.fold import fold
from messaging.content.wording_list import WordingList

LONGEST_LETTER = 4_000  # characters: two printed pages
_NOTHING_TRUE = ReviewContext(stage="", reminder=False)


def review_letter(
    body: str, *, purpose: str, wording_list: WordingList | None = None
) -> list[Finding]:
    """In order of place; those about the whole stand at 0."""
    if not body.strip():
        return [_finding("block", "empty_letter", _("The letter is empty."))]
    if len(body) > LONGEST_LETTER:
        return [_finding("block", "long_letter", _("A letter has at most 4,000 characters."))]
    found = [*_missing(body, purpose), *_unknown(body, purpose), *_loose(body)]
    found += [*review_words(masked(body), wording_list), *review_ways_out(masked(body))]
    return sorted(found, key=lambda each: each.start)


def review_words(text: str, wording_list: WordingList | None = None) -> list[Finding]:
    """What nobody who complained is written, be it in the template or in what was typed: a letter
    threatens nothing, so no consequence is true of it.

    A letter answers one complaint in words of its own and is read whole before it is approved, so
    its sentences need no known purpose, as those of a text sent to thousands do.
    """
    return [
        *wording.harmful(text, wording_list, by_sound=False),
        *review_consequences(text, fold(text), _NOTHING_TRUE),
    ]


def _missing(body: str, purpose: str) -> Iterator[Finding]:
    used = {token.name for token in tokens(body)}
    for name in REQUIRED[purpose]:
        if name not in used:
            reason = _("A letter of this purpose must name this.")
            yield _finding("block", "letter_omits", reason, suggestion=f"{{{{ {name} }}}}")


def _unknown(body: str, purpose: str) -> Iterator[Finding]:
    for token in tokens(body):
        if token.name not in KNOWN[purpose]:
            yield Finding(
                level="block",
                category="placeholder",
                phrase=body[token.start : token.end],
                start=token.start,
                end=token.end,
                reason=_("A letter of this purpose has no such value."),
                code="letter_unknown",
            )


def _loose(body: str) -> Iterator[Finding]:
    rest = masked(body)
    for brace in ("{{", "}}"):
        if (place := rest.find(brace)) != -1:
            yield Finding(
                level="block",
                category="placeholder",
                phrase=brace,
                start=place,
                end=place + 2,
                reason=_("A brace that opens or closes nothing."),
                code="letter_brace",
            )


def _finding(level: Level, code: str, reason: str, suggestion: str = "") -> Finding:
    return Finding(
        level=level,
        category="shape",
        phrase="",
        start=0,
        end=0,
        reason=reason,
        suggestion=suggestion,
        code=code,
    )
