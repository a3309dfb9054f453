"""Train the reader that stands beside the rules (messaging/replies/second_reader) anew.

    python -m scripts.train_second_reader [--leave-out NAME.tsv ...] [--out FILE]

It learns from the texts in scripts/second_reader, from what the grammar beside them composes, and
from tests/data, all written here: one logistic regression a meaning, in half a minute. The same
texts give the same weights.
"""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from messaging.replies.intents import Intent
from messaging.replies.normalising.speech import heard
from messaging.replies.second_reader.features import features
from messaging.replies.second_reader.opinion import FILE, HARMLESS, WHOLE
from messaging.second_reader.weights import Weights, pack
from scripts import learning_wholes
from scripts.compose_replies import composed
from scripts.kept_vectors import kept_vectors
from scripts.learning import Lesson, in_bytes, learn

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "scripts" / "second_reader"
TABLES = ROOT / "tests" / "data"
LEARNED = ("replies.tsv", "replies_by_family.tsv")
MEANINGS = tuple(str(intent) for intent in Intent if intent is not Intent.NO_EDUCATION)
"""To decline education is a keyword alone, which the rules know."""

OUTPUTS = (*MEANINGS, HARMLESS)
ASKING_NOTHING = frozenset({"promise", "paid", "rating"})
"""A reply that means nothing besides is harmless, whether it is called so or not."""

EPOCHS = 8
LEAST = 15
"""Of 127 steps: a piece that weighs less than this for every meaning is not kept."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--leave-out", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--out", type=Path, default=FILE)
    parser.add_argument("--wholes", type=Path, default=WHOLE)
    parser.add_argument("--wholes-only", action="store_true", help="leave the pieces as they are")
    options = parser.parse_args()
    texts = list(labelled(options.leave_out))
    if not options.wholes_only:
        options.out.write_bytes(pack(taught(texts)))
    true = [true_of(meanings) for meanings, _text in texts]
    weights = learning_wholes.learn(
        kept_vectors([text for _meanings, text in texts]), true, OUTPUTS
    )
    options.wholes.write_bytes(learning_wholes.packed(OUTPUTS, weights))
    sizes = [f"{file.stat().st_size:,}" for file in (options.out, options.wholes)]
    print(f"{len(texts)} texts, {' and '.join(sizes)} bytes")


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


def taught(texts: Iterable[tuple[frozenset[str], str]]) -> Weights:
    lesson = Lesson(OUTPUTS)
    for meanings, text in texts:
        lesson.add(features(heard(text)), true_of(meanings))
    return in_bytes(lesson, *learn(lesson, epochs=EPOCHS), _weighs)


def _weighs(value: bytes) -> bool:
    return any(LEAST <= byte <= 256 - LEAST for byte in value)


if __name__ == "__main__":
    main()
