"""A stored text as staff read it: the words stay, who it is about does not.

Hidden are the person's own name, numbers and addresses, whole identity numbers, and check codes,
which open the customer's page. Another number and an account stay, unless they are asked to go:
what people write may name a new one, or somebody else's (accounts.disclosure.personal.said).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from accounts.privacy.masks import (
    HIDDEN,
    mask_account,
    mask_device,
    mask_email,
    mask_name,
    mask_phone,
    mask_wechat,
)

CODE_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8

MASKS: Mapping[str, Callable[[str], str]] = {
    "sms": mask_phone,
    "phone": mask_phone,
    "email": mask_email,
    "wechat": mask_wechat,
    "push": mask_device,
}
"""How an address of each channel is shown."""

TOLD_BY = 8
"""So many last digits tell a number, with whatever country code or zero in front."""

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_NUMBER = re.compile(r"\+?\d(?:[ \-.·_‐-―()]{0,2}\d){4,}")
_IDENTITY = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)"
)
# A card or account in one piece or in groups of four, or an IBAN. A day with its time is shorter.
_ACCOUNT = re.compile(
    r"(?<![0-9A-Za-z])(?:\d{15,25}|\d{4}(?:[ \-]\d{4}){3}(?:[ \-]?\d{1,4})?"
    r"|[A-Z]{2}\d{2}(?: ?[0-9A-Z]{4}){2}(?: ?[0-9A-Z]{4}){1,5}(?: ?[0-9A-Z]{1,3})?)(?![0-9A-Za-z])"
)
_SIGN = f"[{CODE_SIGNS}{CODE_SIGNS.lower()}]"
# In small letters too. A code has letters and figures; a one-time code is two groups of four.
_CODE = re.compile(
    rf"(?<![0-9A-Za-z-])(?=[A-Za-z-]*\d)(?=[\d-]*[A-Za-z])"
    rf"(?:{_SIGN}{{{CODE_LENGTH}}}|{_SIGN}{{{CODE_LENGTH // 2}}}-{_SIGN}{{{CODE_LENGTH // 2}}})"
    rf"(?![0-9A-Za-z-])"
)


def hide(
    text: str,
    names: Iterable[str] = (),
    addresses: Iterable[tuple[str, str]] = (),
    *,
    codes: bool = False,
    dialled: Callable[[str], bool] | None = None,
) -> str:
    """The text with these hidden; `addresses` are pairs of channel and address. However a value
    is written: full width, with blanks or dashes between, in capitals. `codes`: check codes
    stay. `dialled`: says of any other figures, as they are written, whether they are a number that
    somebody could dial; those are hidden too, and whatever reads as an account or a card."""
    known = list(addresses)
    numbers = [each for channel, each in known if channel in ("sms", "phone")]
    others = [(each, MASKS[channel](each)) for channel, each in known if channel not in _DIALLED]
    for value, mask in others:
        text = _without(text, re.escape(value), partial(_always, mask))
    for name in names:
        if len(name.strip()) > 1:
            text = _without(text, _spelling(name), partial(_always, mask_name(name)))
    text = _without(text, _IDENTITY, partial(_always, HIDDEN))
    if not codes:
        text = _without(text, _CODE, partial(_always, HIDDEN))
    text = _without(text, _NUMBER, partial(_number, numbers))
    if dialled is None:
        return text
    return _without(_without(text, _ACCOUNT, mask_account), _NUMBER, partial(_others, dialled))


def hide_others(text: str, own: Iterable[str]) -> str:
    """For the person themselves: every number that could be dialled and is none of theirs is
    hidden, whole identity numbers too."""
    tails = {"".join(filter(str.isdigit, each))[-TOLD_BY:] for each in own}

    def shown(found: str) -> str:
        digits = "".join(filter(str.isdigit, found))
        return found if len(digits) < TOLD_BY or digits[-TOLD_BY:] in tails else HIDDEN

    return _without(_without(text, _IDENTITY, partial(_always, HIDDEN)), _NUMBER, shown)


_PART = re.compile(r"\+?\d+")
_PARTS_AT_MOST = 12
_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
"""20261130: eight figures are a number in Hong Kong, and a day everywhere."""

_DIALLED = frozenset({"sms", "phone"})


def _always(mask: str, _found: str) -> str:
    return mask


def _number(known: Iterable[str], found: str) -> str:
    digits = "".join(filter(str.isdigit, found))
    for each in known:
        own = "".join(filter(str.isdigit, each))
        if own[-TOLD_BY:] in digits:
            return mask_phone(each)
    return found


def _others(dialled: Callable[[str], bool], found: str) -> str:
    """Figures that stand close together may be a number and something else ("…1111 10号"): the
    longest that could be dialled goes first."""
    parts = list(_PART.finditer(found))[:_PARTS_AT_MOST]
    for count in range(len(parts), 0, -1):
        for first in range(len(parts) - count + 1):
            start, end = parts[first].start(), parts[first + count - 1].end()
            number = found[start:end]
            if not _DAY.fullmatch("".join(filter(str.isdigit, number))) and dialled(number):
                before, after = found[:start], found[end:]
                return _others(dialled, before) + mask_phone(number) + _others(dialled, after)
    return found


def _spelling(name: str) -> str:
    """张 三 is 张三; John  Smith is john smith."""
    words = name.split()
    if name.isascii():
        return r"(?<![A-Za-z])" + r"\s+".join(map(re.escape, words)) + r"(?![A-Za-z])"
    return r"\s*".join(re.escape(sign) for sign in "".join(words))


def _without(text: str, pattern: str | re.Pattern[str], instead: Callable[[str], str]) -> str:
    """What the pattern finds, replaced; full-width signs are read as narrow ones."""
    if isinstance(pattern, str):
        pattern = re.compile(pattern.translate(_NARROW), re.IGNORECASE)
    narrow, parts, at = text.translate(_NARROW), [], 0
    for found in pattern.finditer(narrow):
        kept = text[found.start() : found.end()]
        new = instead(found.group())
        parts += [text[at : found.start()], kept if new == found.group() else new]
        at = found.end()
    return "".join([*parts, text[at:]])
