"""The whole review: of a template before it is submitted, and of values before they are sent."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from messaging.content import wording
from messaging.content.clean import FORBIDDEN_BRACKETS
from messaging.content.contacts import review_contacts
from messaging.content.context import ReviewContext
from messaging.content.frames.review import review_frames
from messaging.content.links import review_links
from messaging.content.name_review import review_name
from messaging.content.placeholders import problems
from messaging.content.reading.tokens import sentences
from messaging.content.remarks import remark
from messaging.content.second_reader.review import softened
from messaging.content.shape import MAX_BODY, review_shape
from messaging.content.text.findings import Finding
from messaging.content.text.flat import flatten
from messaging.content.text.fold import fold, fold_character
from messaging.content.wording_list import WordingList, shipped

MAX_VALUE = 120  # characters; the longest a lender may enter for its ways to pay
_VALUES_REMEMBERED = 1024
# Values many texts share; those of one customer alone are not kept in memory.
_SHARED = frozenset(
    {
        *("lender", "product", "ways_to_pay", "hotline", "cause_sentence", "opt_out_words"),
        *("salutation", "overdue_period", "due_date", "check_host"),
    }
)
_LENDERS = frozenset({"lender", "name", "signature", "product", "ways_to_pay"})
_NO_HOTLINE = frozenset[str]()  # it has a field of its own
_PERSON = frozenset({"customer_name", "masked_name", "officer_name"})
_SHORT_NAME = 4  # characters
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d\d)?(?:元|天)?|[A-Z]{3} \d[\d,]*(?:\.\d\d)?")
_HAN_NAME = re.compile(r"[\u4e00-\u70b8\u70ba-\u9fff]{1,20}")  # without 点, which is read as a dot
_CONTROL = frozenset({"Cc", "Cs", "Co", "Cn"})
_DIRECTION = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
_INSTITUTION = re.compile("律[师師]|法院|法庭|lawyer|solicitor|attorney|court", re.I)
_ADDRESS = re.compile(r"[A-Za-z0-9]{3}")
_BRACES = re.compile(r"\{\{|\}\}")


def review_template(
    body: str, context: ReviewContext, wording_list: WordingList | None = None
) -> list[Finding]:
    """Everything to be said about a body, in order of place: placeholders, wording, shape.

    A placeholder is taken for a gap: 老{{ salutation }}赖 is found, since the value may be empty.
    Never raises, whatever the text. ``wording_list``: the shipped one unless given.
    """
    shape = review_shape(body, context)
    if not body.strip() or len(body) > MAX_BODY:
        return shape
    found = [*problems(body), *wording.review(body, wording_list), *_of_others(body, shape)]
    return sorted(found, key=lambda finding: (finding.start, finding.end))


def _of_others(body: str, shape: Sequence[Finding]) -> list[Finding]:
    """A lawyer, a court or a messenger named in a sentence that is fair in all else is the
    customer's, nobody's or a swindler's: it is asked about. What the lender itself would do at law
    stays true or blocked."""
    named = [each for each in shape if _may_be_of_others(each)]
    asked = softened(body, named, protecting=False)
    return [*(each for each in shape if each not in named), *asked]


def _may_be_of_others(found: Finding) -> bool:
    """Whose it is, the word alone does not say; a number or a name to write to does."""
    if found.code == "legal_action_untrue":
        return _INSTITUTION.search(found.phrase) is not None
    return found.code == "personal_account" and not _ADDRESS.search(found.phrase)


def make_ready() -> None:
    """Load the words that the first values of a process would wait for, a sixth of a second: before
    it serves, and before it forks, so that its children share them."""
    review_values({"lender": "安和消费金融", "ways_to_pay": "安和App、银行转账或柜台还款"})


def review_values(
    values: Mapping[str, str],
    wording_list: WordingList | None = None,
    *,
    allowed_hosts: frozenset[str] = frozenset(),
) -> list[Finding]:
    """What a value must not bring into an approved text; ``phrase`` names the placeholder.

    Only what blocks counts here: a value may look odd, it must not threaten. A person's name has
    rules of its own; what a lender calls itself, its products and its ways to pay names no number,
    no person and no account besides. Places index the value.
    """
    words = wording_list or shipped()
    return [
        replace(finding, phrase=name, category="value")
        for name, value in values.items()
        for finding in _review_by_kind(name, value, words, allowed_hosts)
    ]


def _review_by_kind(
    name: str, value: str, words: WordingList, allowed_hosts: frozenset[str]
) -> tuple[Finding, ...]:
    if name in _PERSON:
        return _review_person(value, words)
    if name in _LENDERS:
        return _review_lenders(value, words, allowed_hosts)
    return (_review_once if name in _SHARED else _review)(value, words, allowed_hosts)


def _review_person(value: str, wording_list: WordingList) -> tuple[Finding, ...]:
    if _HAN_NAME.fullmatch(value) and len(value) <= _SHORT_NAME:
        # No link, sign or number can stand in it, only words: most names are done with here.
        if not wording_list.may_hit("".join(fold_character(each) or "" for each in value)):
            return ()
        return tuple(
            finding for finding in wording.phrases(value, wording_list) if _blocks(finding)
        )
    return (*_signs(value), *review_name(value, wording_list))


def _blocks(finding: Finding) -> bool:
    return finding.level == "block"


def _review(
    value: str, wording_list: WordingList, allowed_hosts: frozenset[str]
) -> tuple[Finding, ...]:
    if len(value) <= MAX_VALUE and _FIGURE.fullmatch(value):
        return ()  # an amount or a count
    words = (
        finding for finding in wording.phrases(value, wording_list) if finding.level == "block"
    )
    if _HAN_NAME.fullmatch(value):
        return tuple(words)  # no link and no sign can stand in it, only words
    links = review_links(value, flatten(value), allowed_hosts)
    return (
        *_signs(value),
        *words,
        *(finding for finding in links if finding.level == "block"),
    )


@lru_cache(maxsize=_VALUES_REMEMBERED)
def _review_lenders(
    value: str, wording_list: WordingList, allowed_hosts: frozenset[str]
) -> tuple[Finding, ...]:
    contacts = review_contacts(value, flatten(value), fold(value), _NO_HOTLINE)
    frames = review_frames(value, sentences(value), by_sound=False)
    return (
        *_review(value, wording_list, allowed_hosts),
        *(finding for finding in frames if _blocks(finding)),
        *(replace(each, level="block") for each in contacts),
    )


_review_once = lru_cache(maxsize=_VALUES_REMEMBERED)(_review)


def _signs(value: str) -> Iterator[Finding]:
    if len(value) > MAX_VALUE:
        yield remark("long_value", value, MAX_VALUE, len(value))
    for place, character in enumerate(value):
        if character in FORBIDDEN_BRACKETS:
            yield remark("signature_brackets", value, place, place + 1)
        elif character in _DIRECTION or _is_control(character):
            yield remark("control_in_value", value, place, place + 1)
        elif unicodedata.category(character) == "Cf":
            yield remark("unseen_in_value", value, place, place + 1)
    for match in _BRACES.finditer(value):
        yield remark("braces_in_value", value, *match.span())


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in _CONTROL and not character.isspace()
