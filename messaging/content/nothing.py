"""Words a system writes where it knows nothing are no value, and no text may say them.

Which words these are is said once, where files are read; this holds for what came in before.
"""

import re
import unicodedata

from accounts.intake.parsing.cells import nothing

_HAN = re.compile("[\u4e00-\u9fff]+")


def says_nothing(value: str) -> bool:
    """Whether a value only stands for an absent one: null, #N/A, 无, dashes and dots alone.

    The whole value counts, never a part of it: Jennifer Null is a name.
    """
    if _HAN.fullmatch(value):
        return value in nothing.WORDS  # nearly every name; nothing about it can be folded
    return nothing.says_nothing(unicodedata.normalize("NFKC", value), zeros=False)
