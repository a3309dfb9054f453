"""查询码: eight characters a customer types to ask whether a text is really ours.

The alphabet leaves out I, L, O and U; who reads a 0 as O or a 1 as l is understood all the same.
"""

import re
import unicodedata
from base64 import b32encode

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # 32 signs: 5 bits each
LENGTH = 8
BYTES = 5  # of chance behind one code: 40 bits
SAMPLE = "7KM3XQ9T"
"""Stands in for a code where a text is only measured: every code costs as much as this one."""

PHONE_DIGITS = 4

_SIGNS = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET.encode())
_MISREAD = str.maketrans("OIL", "011")
_BLANKS = re.compile(r"[\s\-‐-―_.]+")
_RUDE = re.compile(r"SB|CNM|TMD|NMSL|MLGB|CA0|SEX|ASS|FCK|WTF|DEAD|8A8A")


def codes(chance: bytes) -> list[str]:
    """One code from every five bytes; those that read like an insult are left out."""
    signs = b32encode(chance).translate(_SIGNS).decode()
    made = [signs[at : at + LENGTH] for at in range(0, len(chance) // BYTES * LENGTH, LENGTH)]
    return [code for code in made if not _RUDE.search(code)]


def read_code(typed: str) -> str:
    """The code as it stands in the text, however it was typed; at most 8 signs are looked at.

    What can be no code comes back as it is: looking it up finds nothing, at the same cost.
    """
    plain = _BLANKS.sub("", unicodedata.normalize("NFKC", typed[:40])).upper()
    return plain.translate(_MISREAD)[: LENGTH + 1]


def read_digits(typed: str) -> str:
    """The last digits of a number, typed with any digits; at most one more than are asked for."""
    plain = _BLANKS.sub("", unicodedata.normalize("NFKC", typed[:20]))
    return plain[: PHONE_DIGITS + 1]
