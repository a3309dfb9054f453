"""Chinese spelt in Latin letters, of which not every word is known."""

from functools import cache

from messaging.replies.by_ear.sounds import FILE
from messaging.replies.normalising.speech import Said

FEWEST = 3
"""Words; fewer are English as likely: "can you", "me"."""


def is_spelt(said: Said) -> bool:
    """Every word of it is a syllable of Chinese, and what they say was not found."""
    words = [word for word in said.words if word.isalpha()]
    unread = said.text.isascii() and len(words) >= FEWEST
    return unread and all(word in _syllables() for word in words)


@cache
def _syllables() -> frozenset[str]:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(line.split(" ")[0].upper() for line in lines) | {"LV", "NV", "LUE", "NUE"}
