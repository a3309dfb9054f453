"""Replies put together from a grammar, for the second reader to learn what stands beside what.

A file of scripts/second_reader/grammar holds slots (`= name`, then its fillings, parted by `|`) and
blocks: under `## meanings count` one pattern a line, with `{slot}` or `{slot?}`, which is left out
half the time. A pattern without a slot is a text by itself. The same grammar gives the same texts.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

GRAMMAR = Path(__file__).parent / "second_reader" / "grammar"
MULTIPLE = 2
"""Of the count that stands at a block."""

_SLOT = re.compile(r"\{(\w+)(\?)?\}")
_DEPTH = 3
"""A slot's filling may hold slots."""

_TRIES = 4


@dataclass
class Block:
    """`meanings`: of every text of it. `count`: how many texts to make."""

    meanings: frozenset[str]
    count: int
    patterns: list[str] = field(default_factory=list)


def composed(
    folder: Path = GRAMMAR, multiple: int = MULTIPLE
) -> Iterator[tuple[frozenset[str], str]]:
    """(meanings, text) of every block of every file, none twice in a block."""
    for file in sorted(folder.glob("*.txt")):
        slots, blocks = read(file.read_text(encoding="utf-8"))
        for block in blocks:
            yield from ((block.meanings, text) for text in texts(block, slots, multiple))


def read(grammar: str) -> tuple[dict[str, list[str]], list[Block]]:
    slots: dict[str, list[str]] = {}
    blocks: list[Block] = []
    filling: list[str] | None = None
    for line in filter(str.strip, grammar.splitlines()):
        if line.startswith("= "):
            filling = slots.setdefault(line[2:].strip(), [])
        elif line.startswith("## "):
            meanings, count = line[3:].split()
            filling = None
            blocks.append(Block(frozenset(meanings.split("|")), int(count)))
        elif filling is not None:
            filling += line.split("|")
        else:
            blocks[-1].patterns.append(line)
    return slots, blocks


def texts(block: Block, slots: Mapping[str, Sequence[str]], multiple: int) -> list[str]:
    made = dict.fromkeys(each for each in block.patterns if not _SLOT.search(each))
    patterns = [each for each in block.patterns if _SLOT.search(each)]
    chance = random.Random(" ".join([*sorted(block.meanings), *block.patterns[:1]]))
    wanted = len(made) + (block.count * multiple if patterns else 0)
    for _try in range(block.count * multiple * _TRIES):
        if len(made) >= wanted:
            break
        made[filled(chance.choice(patterns), slots, chance)] = None
    return list(made)


def filled(pattern: str, slots: Mapping[str, Sequence[str]], chance: random.Random) -> str:
    text = pattern
    for _level in range(_DEPTH):
        text = _SLOT.sub(
            lambda slot: "" if slot[2] and chance.random() < 0.5 else chance.choice(slots[slot[1]]),
            text,
        )
    return " ".join(text.split())
