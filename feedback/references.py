"""The number a customer is given for each wish, to be quoted on the telephone.

CN000123-4: what it is about, which one, and a figure that finds a slip of the tongue (Luhn). It
says nothing of a person and opens nothing. Complaints have numbers of their own. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

PROMISE, HELP, PAID = "promise", "help", "paid"
PREFIXES = {PROMISE: "CN", HELP: "BZ", PAID: "HK"}
"""承诺, 帮助, 还款."""

_KINDS = {prefix: kind for kind, prefix in PREFIXES.items()}
_WRITTEN = re.compile(rf"({'|'.join(_KINDS)})(\d{{6,18}})(\d)")


class Reference(NamedTuple):
    """`key`: the row's id: of a promise, a hardship case, a reply."""

    kind: str
    key: int


def written(kind: str, key: int) -> str:
    """As the customer reads it."""
    digits = f"{key:06d}"
    return f"{PREFIXES[kind]}{digits}-{_check(digits)}"


def read(typed: str) -> Reference | None:
    """However it was typed; None: it is none, or a figure of it is wrong."""
    plain = re.sub(r"[\s.\-–—]", "", unicodedata.normalize("NFKC", typed[:40])).upper()
    found = _WRITTEN.fullmatch(plain)
    if found is None or not plain.isascii():
        return None
    prefix, digits, check = found.groups()
    return Reference(_KINDS[prefix], int(digits)) if _check(digits) == int(check) else None


def _check(digits: str) -> int:
    doubled = (int(each) * (2 - at % 2) for at, each in enumerate(reversed(digits)))
    return -sum(each - 9 if each > 9 else each for each in doubled) % 10
