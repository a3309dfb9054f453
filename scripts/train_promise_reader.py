"""Train the reader that doubts days (messaging/replies/promised/second_reader) anew.

    python -m scripts.train_promise_reader [--leave-out TEXT ...] [--out FILE]

It learns from what the grammar in scripts/promise_reader composes and from tests/data/promises.tsv,
all written here: one logistic regression, in a few seconds. The same texts give
the same weights. In the grammar `{day}` is the day of the promise and `{other}` any other; both are
filled from the slot `day`.
"""

import argparse
import csv
import random
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from messaging.replies.promised.clauses import clauses
from messaging.replies.promised.second_reader.beside import beside
from messaging.replies.promised.second_reader.opinion import FILE, PROMISED
from messaging.second_reader.weights import Weights, pack
from scripts.compose_replies import Block, filled, read
from scripts.learning import Lesson, in_bytes, learn

ROOT = Path(__file__).resolve().parent.parent
GRAMMAR = ROOT / "scripts" / "promise_reader"
TABLE = ROOT / "tests" / "data" / "promises.tsv"
TODAY = date(2026, 11, 27)
EPOCHS = 8
LEAST = 2
OFTEN = 6
"""A row of the table, written by people, is learned from so often."""

_HAN_BREAK = re.compile(r"(?<=[㐀-鿿0-9])(?:，| )(?=[㐀-鿿0-9])")
_MARKS = ("，", " ", " ", "", "。")
"""Between Chinese clauses people write any of these, or nothing."""

Example = tuple[bool, frozenset[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--leave-out", nargs="*", default=[], metavar="TEXT")
    parser.add_argument("--out", type=Path, default=FILE)
    options = parser.parse_args()
    examples = [*composed(), *of_the_table(options.leave_out)]
    packed = pack(taught(examples))
    options.out.write_bytes(packed)
    print(f"{len(examples)} days, {len(packed):,} bytes")


def composed() -> Iterator[Example]:
    for file in sorted(GRAMMAR.glob("*.txt")):
        slots, blocks = read(file.read_text(encoding="utf-8"))
        for block in blocks:
            yield from _of_block(block, slots)


def _of_block(block: Block, slots: Mapping[str, Sequence[str]]) -> Iterator[Example]:
    chance = random.Random(" ".join(block.patterns[:3]))
    for _time in range(block.count):
        day, other = chance.choice(slots["day"]), chance.choice(slots["day"])
        pattern = chance.choice(block.patterns)
        text = filled(pattern, {**slots, "day": [day], "other": [other]}, chance)
        promised = _meant(day) if "{day}" in pattern else None
        if promised is None or promised != _meant(other):
            said = _HAN_BREAK.sub(lambda _mark: chance.choice(_MARKS), text)
            yield from examples(said, TODAY, {promised} if promised else set())


def _meant(day: str) -> date | None:
    return next((day for part in clauses(day, TODAY) for day in part.days), None)


def of_the_table(left_out: Collection[str] = ()) -> Iterator[Example]:
    with TABLE.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["text"] in left_out:
                continue
            days = set(row["day"].split("|"))
            if days == {"none"} or "none" not in days:
                promised = {date.fromisoformat(day) for day in days - {"none"}}
                for example in examples(row["text"], date.fromisoformat(row["today"]), promised):
                    yield from [example] * OFTEN


def examples(text: str, today: date, promised: Collection[date]) -> Iterator[Example]:
    """One for each day named."""
    parts = clauses(text, today)
    for place, part in enumerate(parts):
        for time in part.times:
            if isinstance(time.meant, date):
                yield time.meant in promised, frozenset(beside(parts, place, time))


def taught(found: Iterable[Example]) -> Weights:
    lesson = Lesson([PROMISED])
    for promised, pieces in found:
        lesson.add(pieces, [PROMISED] if promised else [])
    learned = learn(lesson, epochs=EPOCHS)
    return in_bytes(lesson, *learned, lambda value: LEAST <= value[0] <= 256 - LEAST)


if __name__ == "__main__":
    main()
