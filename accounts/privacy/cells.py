"""Cells of a file on screen: enough to see whether they were read rightly."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from accounts.privacy.in_text import hide
from accounts.privacy.masks import HIDDEN, mask_email, mask_name, mask_phone, mask_wechat

_NUMBER_OF_SOMEBODY = 7
"""So many digits and more in a cell of unknown meaning may be somebody's number."""

_LAST_FOUR = re.compile(r"\d{3}[\dXx]")
"""The end of an identity number opens the customer's page."""

_BY_COLUMN: Mapping[str, Callable[[str], str]] = {
    "name": mask_name,
    "phone": mask_phone,
    "email": mask_email,
    "wechat_id": mask_wechat,
    "id_last4": lambda _text: HIDDEN,
}


def mask_cell(text: str, column: str = "") -> str:
    """A cell of a known column; of an unknown one (""), by what it looks like."""
    if not text.strip():
        return text
    if column == "phone" and sum(map(str.isdigit, text)) < _NUMBER_OF_SOMEBODY:
        return text  # nobody's number: what is wrong with it is there to be seen
    if mask := _BY_COLUMN.get(column):
        return mask(text)
    return hide(text) if column else _by_shape(text)


def _by_shape(text: str) -> str:
    if "@" in text:
        return mask_email(text)
    if sum(map(str.isdigit, text)) >= _NUMBER_OF_SOMEBODY and "-" not in text[:8]:
        return mask_phone(text)
    if _LAST_FOUR.fullmatch(text):
        return HIDDEN
    if any(map(str.isdigit, text)) or len(text) == 1:
        return text
    return mask_name(text)
