"""Train the reader that stands beside the rules (messaging/replies/second_reader) anew.

    python -m scripts.train_second_reader [--leave-out NAME.tsv ...] [--out FILE]

It learns from the texts in scripts/second_reader, from what the grammar beside them composes, and
from tests/data, all written here: one logistic regression a meaning, without any library, a few
minutes. The same texts give the same weights.
"""

import argparse
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, sqrt
from pathlib import Path

from messaging.replies.intents import Intent
from messaging.replies.normalising.speech import heard
from messaging.replies.second_reader.features import features
from messaging.replies.second_reader.opinion import FILE, HARMLESS
from messaging.second_reader.weights import Weights, pack
from scripts.compose_replies import composed

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "scripts" / "second_reader"
TABLES = ROOT / "tests" / "data"
LEARNED = ("replies.tsv", "replies_by_family.tsv")
MEANINGS = tuple(str(intent) for intent in Intent)
OUTPUTS = (*MEANINGS, HARMLESS)
ASKING_NOTHING = frozenset({"promise", "paid", "rating"})
"""A reply that means nothing besides is harmless, whether it is called so or not."""

EPOCHS = 8
RATE = 2.0
SHRINK = 2e-6
"""How much a weight that a text touches is pulled to nothing."""
LEAST = 15
"""Of 127 steps: a piece that weighs less than this for every meaning is not kept."""
SURE_ENOUGH = 0.01
"""An error below this teaches nothing."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--leave-out", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--out", type=Path, default=FILE)
    options = parser.parse_args()
    texts = list(labelled(options.leave_out))
    packed = pack(learn(texts))
    options.out.write_bytes(packed)
    print(f"{len(texts)} texts, {len(packed):,} bytes")


def labelled(left_out: Sequence[str] = ()) -> Iterator[tuple[frozenset[str], str]]:
    """(meanings, text): a block's heading names what every line below it means."""
    for file in sorted(TEXTS.glob("*.txt")):
        if file.name in left_out:
            continue
        meanings = frozenset[str]()
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("## "):
                meanings = frozenset(line[3:].split()) & set(OUTPUTS)
            elif line.strip():
                yield meanings, line
    yield from composed()
    for name in LEARNED:
        if name not in left_out and (TABLES / name).exists():
            yield from _table(TABLES / name)


def _table(file: Path) -> Iterator[tuple[frozenset[str], str]]:
    """Either "meaning, text" or, under a heading, "text, region, accepted meanings, …"."""
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]
    if rows[0][0] == "text":
        for text, _region, meanings, *_more in rows[1:]:
            yield frozenset(meanings.split("|")), text
    else:
        for meaning, text in rows:
            yield frozenset({meaning}), text


def true_of(meanings: frozenset[str]) -> frozenset[str]:
    return meanings | {HARMLESS} if meanings and meanings <= ASKING_NOTHING else meanings


@dataclass
class Learner:
    """One meaning's weights. Steps get shorter for a piece the more it has taught (AdaGrad)."""

    bias: float = -2.0
    weights: dict[int, float] = field(default_factory=dict)
    taught: dict[int, float] = field(default_factory=dict)

    def learn(self, pieces: Sequence[int], length: float, truth: float) -> None:
        weights = self.weights
        total = sum([weights.get(piece, 0.0) for piece in pieces])
        error = truth - 1 / (1 + exp(-max(min(self.bias + total / length, 30.0), -30.0)))
        if abs(error) < SURE_ENOUGH:
            return
        step, taught = error / length, self.taught
        square = step * step
        for piece in pieces:
            taught[piece] = sum_ = taught.get(piece, 1e-3) + square
            old = weights.get(piece, 0.0)
            weights[piece] = old + RATE * (step - SHRINK * old) / sqrt(sum_)
        self.bias += 0.02 * error


def learn(texts: Iterable[tuple[frozenset[str], str]]) -> Weights:
    numbers: dict[str, int] = {}
    rows = []
    for meanings, text in texts:
        pieces = [numbers.setdefault(p, len(numbers)) for p in sorted(features(heard(text)))]
        rows.append((true_of(meanings), pieces, sqrt(len(pieces)) or 1.0))
    learners = {output: Learner() for output in OUTPUTS}
    order = random.Random(1)
    for _epoch in range(EPOCHS):
        order.shuffle(rows)
        for true, pieces, length in rows:
            for output, learner in learners.items():
                learner.learn(pieces, length, float(output in true))
    return in_bytes(learners, numbers, _weighs)


def in_bytes(
    learners: Mapping[str, Learner], numbers: Mapping[str, int], weighs: Callable[[bytes], bool]
) -> Weights:
    """What was learned, in steps of one 127th of an output's greatest weight; only the pieces
    that weigh enough are kept."""
    steps = [
        max((abs(w) for w in learner.weights.values()), default=1.0) / 127
        for learner in learners.values()
    ]
    values = {
        piece: bytes(
            round(learner.weights.get(number, 0.0) / step) & 255
            for learner, step in zip(learners.values(), steps, strict=True)
        )
        for piece, number in numbers.items()
    }
    return Weights(
        outputs=list(learners),
        biases=[round(learner.bias, 6) for learner in learners.values()],
        steps=[round(step, 8) for step in steps],
        of={piece: value for piece, value in values.items() if weighs(value)},
    )


def _weighs(value: bytes) -> bool:
    return any(LEAST <= byte <= 256 - LEAST for byte in value)


if __name__ == "__main__":
    main()
