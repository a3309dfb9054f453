"""A person's name in a text: held against what a name can smuggle, never against what it means.

Sheriff Ali, Jo Prison and De.La.Cruz are names. A link, an account number or a whole sentence is
none, whoever entered it.
"""

import re
import unicodedata
from collections.abc import Iterator

from messaging.content import wording
from messaging.content.links import SURE_ENDS, review_links
from messaging.content.remarks import remark
from messaging.content.text.findings import Finding
from messaging.content.text.flat import Flat, flatten
from messaging.content.wording_list import WordingList

MOST_DIGITS = 4  # "John Smith 2nd", "王小明（尾号0417）"; from five on it is a number of something
MOST_LATIN_WORDS = 8
SENTENCE_WORDS = 2  # of those below: one of them alone may be a name (Will Smith, Jung You)
MOST_HAN = 24  # the longest names of Uyghurs and Tibetans written in Chinese stay below

_HAN_DIGITS = re.compile("[零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖幺两]{5,}")
_SIGNS_OF_A_LINK = re.compile(r"[/\\@:%?=&]|www\.", re.I)
_FUNCTION_WORDS = frozenset(
    (
        *("you", "your", "we", "our", "us", "i", "my", "me", "they", "the", "this", "that", "it"),
        *("will", "must", "shall", "should", "have", "has", "are", "is", "be", "to", "if", "not"),
        *("or", "and", "at", "now", "please", "pay", "call", "send", "owe", "with", "by", "for"),
    )
)
_LABELS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def review_name(value: str, wording_list: WordingList) -> Iterator[Finding]:
    """What a name must not bring into a text; places index the value."""
    flat = flatten(value)
    yield from _words(value, wording_list)
    yield from _number(value, flat)
    if not _is_dotted_name(value):
        # The lender's own hosts are no name either.
        yield from (
            finding
            for finding in review_links(value, flat, frozenset())
            if finding.level == "block"
        )
    if _is_a_sentence(value):
        yield remark("sentence_in_name", value, 0, len(value))


def _words(value: str, wording_list: WordingList) -> Iterator[Finding]:
    """Phrases that block; a single Latin word that insults nobody may be a name (Sheriff)."""
    for finding in wording.phrases(value, wording_list):
        may_be_a_name = finding.phrase.isascii() and " " not in finding.phrase.strip()
        if finding.level == "block" and not (may_be_a_name and "insult" not in finding.reason):
            yield finding


def _number(value: str, flat: Flat) -> Iterator[Finding]:
    places = [at for character, at in zip(flat.text, flat.at, strict=True) if character.isdecimal()]
    if len(places) > MOST_DIGITS:
        yield remark("number_in_name", value, places[0], places[-1] + 1)
    for match in _HAN_DIGITS.finditer(value):
        yield remark("number_in_name", value, *match.span())


def _is_dotted_name(value: str) -> bool:
    """De.La.Cruz, J.R.Smith, Ma.Li: parts that each begin with a capital, as no host is written,
    and none of the endings under which links in short messages lie."""
    plain = unicodedata.normalize("NFKC", value).strip()
    if _SIGNS_OF_A_LINK.search(plain):
        return False
    parts = [part for part in re.split(r"[.\s,]+", plain) if part]
    return (
        bool(parts)
        and all(_LABELS.fullmatch(part) and part[0].isupper() for part in parts)
        and not (plain.rstrip(". ").count(".") and parts[-1].casefold() in SURE_ENDS)
    )


def _is_a_sentence(value: str) -> bool:
    han = sum("\u3400" <= character <= "\u9fff" for character in value)
    words = re.findall(r"[a-z]+", unicodedata.normalize("NFKC", value).casefold())
    functional = sum(word in _FUNCTION_WORDS for word in words)
    return (
        han > MOST_HAN
        or len(words) > MOST_LATIN_WORDS
        or (functional >= SENTENCE_WORDS and len(words) > SENTENCE_WORDS)
    )
