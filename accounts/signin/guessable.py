"""Passwords that are guessed early: common ones, words, names, dates, keyboard rows, repetitions,
and whatever of it belongs to this installation. Knows no Django.

zxcvbn (Wheeler, USENIX Security 2016) ranks what a guesser tries first from 30,000 leaked
passwords, English words and names; `chinese_parts.txt` adds what Chinese passwords are made of.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from zxcvbn import matching, scoring

ENOUGH_GUESSES = 10**10
"""Fewer, and a copy of the password table gives it away (zxcvbn's highest score begins here)."""

LONGEST_READ = 72
"""Characters; what follows makes no password worse."""

SHORTEST_OWN = 3
"""Of a name that belongs to the person or the installation: of shorter ones texts are full."""


def guesses(password: str, own: Iterable[str]) -> int:
    """How many guesses a well-informed attacker needs. `own`: names of the person, the lenders and
    the product, of which the first guesses are made."""
    names = [each.lower() for each in own if len(each) >= SHORTEST_OWN]
    dictionaries = {**_dictionaries(), "own": matching.build_ranked_dict(names)}
    read = password[:LONGEST_READ]
    found: dict[str, Any] = scoring.most_guessable_match_sequence(
        read, matching.omnimatch(read, dictionaries)
    )
    return int(found["guesses"])


@cache
def _dictionaries() -> dict[str, dict[str, int]]:
    text = Path(__file__).with_name("chinese_parts.txt").read_text("utf-8")
    parts = " ".join(line for line in text.splitlines() if not line.startswith("#")).split()
    shipped = {k: v for k, v in matching.RANKED_DICTIONARIES.items() if k != "user_inputs"}
    return {**shipped, "chinese": matching.build_ranked_dict(parts)}
