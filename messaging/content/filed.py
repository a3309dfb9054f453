"""A body as a carrier has it on file, and the values with which filling it gives a text again.

Some carriers send nothing but templates they have passed: the sender names one and hands over the
values. What leaves that way must be the text that was approved and read back, to the letter, so the
values are found in that text. However it is cut, filling the template with them gives the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from messaging.content.render import Parsed, parse

_SIGNED = re.compile(r"【([^【】]+)】(.*)", re.DOTALL)


def written(body: str, slot: Callable[[int, str], str]) -> str:
    """The body with the carrier's slots: `slot(place from 1, name)` writes one. A name that stands
    twice is two slots. Raises MalformedBody."""
    form = _form(body)
    slots = [slot(place, name) for place, name in enumerate(form.names, 1)]
    return "".join(
        part for pair in zip(form.fixed, [*slots, ""], strict=True) for part in pair if part
    )


def slot_names(body: str) -> list[str]:
    """The slots' names, each once: a second `name` is `name_2`."""
    seen: dict[str, int] = {}
    names = []
    for name in _form(body).names:
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return names


def signed(text: str) -> tuple[str, str]:
    """(signature, the rest) of a text that begins with 【signature】; ("", text) of any other:
    carriers that have texts on file set the signature themselves, in these brackets."""
    found = _SIGNED.fullmatch(text)
    return (found[1], found[2]) if found else ("", text)


def values_in(text: str, body: str) -> list[str] | None:
    """What to put into the body's slots, in order, so that it becomes `text`; None when nothing
    does: words that speak of several loans, or a hole that was closed, stand in no template."""
    form = _form(body)
    if not form.names:
        return [] if text == form.fixed[0] else None
    head, tail = form.fixed[0], form.fixed[-1]
    if not text.startswith(head) or not text.endswith(tail):
        return None
    at, end, values = len(head), len(text) - len(tail), []
    # The first place each fixed part fits leaves the most to those after it.
    for part in form.fixed[1:-1]:
        found = text.find(part, at + 1, end)
        if found < 0:
            return None
        values.append(text[at:found])
        at = found + len(part)
    if at >= end:
        return None
    return [*values, text[at:end]]


def _form(body: str) -> Parsed:
    """Taken apart, without the blanks at its ends that no text has."""
    parsed = parse(body)
    fixed = list(parsed.fixed)
    fixed[0], fixed[-1] = fixed[0].lstrip(), fixed[-1].rstrip()
    return Parsed(tuple(fixed), parsed.names)
