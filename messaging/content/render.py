"""From an approved body and a customer's values to the text that leaves.

Preview, approval and sending call the same functions, so what was approved is what is sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from messaging.content.clean import FORBIDDEN_BRACKETS, clean_value
from messaging.content.holes import HOLE, close
from messaging.content.nothing import says_nothing
from messaging.content.placeholders import find
from messaging.content.several import OfTheEarliest, Sum, place
from messaging.content.text.braces import tokens

_OF_ALL = frozenset({"salutation", "product", "lender", "ways_to_pay", "hotline", "check_host"})
_FROM_FILES = _OF_ALL | {"customer_name", "officer_name"}
"""Values that people and their systems write, and may leave open in a word of their own; many
texts share all but the names, which are kept in no memory."""

_MARKED = (Sum, OfTheEarliest)
"""Figures of several loans."""

BRACKETS = {"zh-hans": ("【", "】"), "zh-hant": ("【", "】"), "en": ("[", "] ")}
"""Around the signature, by language: 【】 would make an English text twice as long (UCS-2)."""


class RenderError(ValueError):
    """A body that cannot become a text; nothing is sent."""


class MissingValue(RenderError):
    """Values the body needs are absent or empty. ``names`` says which."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"no value for {', '.join(names)}")
        self.names = names


class UnknownPlaceholder(RenderError):
    """The body uses names that are not registered. ``names`` says which."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"unknown placeholder {', '.join(names)}")
        self.names = names


class MalformedBody(RenderError):
    """Braces that form no placeholder, or 【】, which belong to the signature alone."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A body taken apart: ``fixed[i]`` stands before ``names[i]``, the last of it at the end."""

    fixed: tuple[str, ...]
    names: tuple[str, ...]


def render(body: str, values: Mapping[str, str]) -> str:
    """Put the values into the body, each literally and in one pass.

    A value is never looked at for placeholders. Control, zero-width and direction characters,
    line breaks and 【】 are taken out of values. Raises MalformedBody, UnknownPlaceholder or
    MissingValue; the last not for an *optional* placeholder, whose empty value leaves no hole
    (messaging.content.holes). A value that only stands for an absent one (null, #N/A) is absent.
    Figures of several loans bring the words that make them true (messaging.content.several).
    """
    parsed = parse(body)
    cleaned: dict[str, str] = {}
    marked: dict[str, Sum | OfTheEarliest] = {}
    unknown, missing = [], []
    for name in parsed.names:
        if name in cleaned:
            continue
        value, entry = values.get(name) or "", find(name)
        cleaned[name] = clean = _cleaned(name, value)
        if entry is None:
            unknown.append(name)
        elif not clean and not entry.optional:
            missing.append(name)
        if isinstance(value, _MARKED):
            marked[name] = value
    if unknown:
        raise UnknownPlaceholder(unknown)
    if missing:
        raise MissingValue(missing)
    return _fill(parsed, cleaned, marked)


def full_text(signature: str, body_text: str, *, language: str) -> str:
    """The whole text as received: 【signature】 or [signature], and the body."""
    name = clean_value(signature)
    opening, closing = BRACKETS[language]
    head = f"{opening}{name}{closing}" if name else ""
    return f"{head}{body_text.strip()}"


@lru_cache(maxsize=1024)
def parse(body: str) -> Parsed:
    """Take a body apart, once: a run renders the same few bodies for everybody. MalformedBody."""
    fixed, names, position = [], [], 0
    for token in tokens(body):
        if token.name is None:
            raise MalformedBody(f"{{{{ {token.inner} }}}} is no placeholder")
        fixed.append(body[position : token.start])
        names.append(token.name)
        position = token.end
    fixed.append(body[position:])
    joined = "\0".join(fixed)
    if "{{" in joined or "}}" in joined:
        raise MalformedBody("a placeholder is not closed")
    if any(bracket in joined for bracket in FORBIDDEN_BRACKETS):
        raise MalformedBody("【】 may stand only around the signature")
    return Parsed(tuple(fixed), tuple(names))


def _cleaned(name: str, value: str) -> str:
    if name in _OF_ALL:
        return _shared_told(value)
    return _told(value) if name in _FROM_FILES else clean_value(value)


def _told(value: str) -> str:
    cleaned = clean_value(value)
    return "" if says_nothing(cleaned) else cleaned


_shared_told = lru_cache(maxsize=1024)(_told)


def _fill(
    parsed: Parsed, cleaned: Mapping[str, str], marked: Mapping[str, Sum | OfTheEarliest]
) -> str:
    if not marked:
        text = parsed.fixed[0]
        for name, after in zip(parsed.names, parsed.fixed[1:], strict=True):
            text += (cleaned[name] or HOLE) + after
        return close(text) if HOLE in text else text
    # `own` is the text with a mark for each value: the template's own words.
    text = own = parsed.fixed[0]
    for name, after in zip(parsed.names, parsed.fixed[1:], strict=True):
        value = cleaned[name] or HOLE
        if name in marked:
            words, back, value, after = place(own, text, marked[name], after)
            text, own = _put_in(text, words, back), _put_in(own, words, back)
        text += value + after
        own += HOLE + after
    return close(text) if HOLE in text else text


def _put_in(text: str, words: str, back: int) -> str:
    place = len(text) - back
    return f"{text[:place]}{words}{text[place:]}"
