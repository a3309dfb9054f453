"""The name of a file as somebody's computer told it: a label to show, never a path. Pure."""

import unicodedata

from feedback.complaints.evidence_types import ENDINGS

LONGEST_NAME = 100  # characters, ending included
UNNAMED = "file"
# What ends a name early, hides its ending, or means something to a shell or a header.
_UNWANTED = frozenset('<>:"|?*;%\\/\x7f')
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def tidy(name: str, kind: str) -> str:
    """The last part of what may be a path, visible characters only, with the ending of `kind`."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", last)
        if character not in _UNWANTED
        and (character.isspace() or unicodedata.category(character) not in _UNSEEN)
    )
    stem = " ".join(seen.split()).rstrip(". ")
    endings = ENDINGS[kind]
    ending = next((each for each in endings if stem.lower().endswith(each)), "")
    stem = stem[: len(stem) - len(ending)].strip(". ") or UNNAMED
    ending = ending or endings[0]
    return stem[: LONGEST_NAME - len(ending)].strip() + ending.lower()
