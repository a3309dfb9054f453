"""From an approved body and a customer's values to the text that leaves.

Preview, approval and sending call the same functions, so what was approved is what is sent.
"""

from collections.abc import Mapping
from functools import lru_cache

from messaging.content.clean import FORBIDDEN_BRACKETS, clean_value
from messaging.content.placeholders import Token, registered, tokens


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


def render(body: str, values: Mapping[str, str]) -> str:
    """Put the values into the body, each literally and in one pass.

    A value is never looked at for placeholders. Control, zero-width and direction characters,
    line breaks and 【】 are taken out of values. Raises MalformedBody, UnknownPlaceholder or
    MissingValue; the last not for an *optional* placeholder, whose empty value leaves no hole:
    one space beside it goes too.
    """
    found = _well_formed(body)
    known = registered()
    used = dict.fromkeys(token.name or "" for token in found)
    unknown = [name for name in used if name not in known]
    if unknown:
        raise UnknownPlaceholder(unknown)
    cleaned = {name: clean_value(values.get(name) or "") for name in used}
    missing = [name for name, value in cleaned.items() if not value and not known[name].optional]
    if missing:
        raise MissingValue(missing)
    return _fill(body, found, cleaned)


def full_text(
    signature: str, body_text: str, suffix: str = "", *, brackets: tuple[str, str] = ("【", "】")
) -> str:
    """The whole text as received: 【signature】, body, opt-out words.

    A space parts body and suffix only where Latin words would run together.
    """
    name = clean_value(signature)
    head = f"{brackets[0]}{name}{brackets[1]}" if name else ""
    tail = clean_value(suffix)
    text = body_text.strip()
    gap = " " if text and tail and text[-1].isascii() and tail[0].isascii() else ""
    return f"{head}{text}{gap}{tail}"


@lru_cache(maxsize=1024)
def _well_formed(body: str) -> tuple[Token, ...]:
    """The placeholders of a body, found once: a run renders the same few bodies for everybody."""
    found = tuple(tokens(body))
    rest, position = [], 0
    for token in found:
        if token.name is None:
            raise MalformedBody(f"{{{{ {token.inner} }}}} is no placeholder")
        rest.append(body[position : token.start])
        position = token.end
    rest.append(body[position:])
    fixed = "\0".join(rest)
    if "{{" in fixed or "}}" in fixed:
        raise MalformedBody("a placeholder is not closed")
    if any(bracket in fixed for bracket in FORBIDDEN_BRACKETS):
        raise MalformedBody("【】 may stand only around the signature")
    return found


def _fill(body: str, found: tuple[Token, ...], cleaned: Mapping[str, str]) -> str:
    text, position = "", 0
    for token in found:
        value = cleaned[token.name or ""]
        text += body[position : token.start] + value
        position = token.end
        if (
            not value
            and body[position : position + 1].isspace()
            and (not text or text[-1].isspace())
        ):
            position += 1
    return text + body[position:]
