"""How a character sounds, without its tone."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("sounds.txt")


@cache  # a few milliseconds: not before the first reply
def sounds() -> Mapping[str, str]:
    """Character → syllable; written anew by ``scripts/make_sounds.py``."""
    table = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        sound, characters = line.split(" ")
        table.update(dict.fromkeys(characters, blurred(sound)))
    return table


def blurred(sound: str) -> str:
    """As the south says it: zhuan and zuan, ling and lin are one."""
    for plain, dull in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        if sound.startswith(plain):
            sound = dull + sound[2:]
    return sound[:-1] if sound.endswith(("ang", "eng", "ing")) else sound
