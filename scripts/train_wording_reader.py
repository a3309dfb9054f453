"""Train the reader that stands beside the frames (messaging/content/second_reader) anew.

    python -m scripts.train_wording_reader [--leave-out NAME ...] [--out FILE]

It learns from the sentences in tests/data/wording and in the shipped library, and from what the
grammar in scripts/wording_reader composes, all written here: one logistic regression an output,
in a few seconds. What is called "unread" or "m" it never learns from: those
sentences measure it. The same texts give the same weights.
"""

import argparse
import csv
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from messaging import library
from messaging.content.placeholders import longest, samples
from messaging.content.reading.tokens import Sentence, sentences
from messaging.content.render import render
from messaging.content.second_reader.features import features
from messaging.content.second_reader.halves import halves
from messaging.content.second_reader.opinion import FILE, FIT, HARM
from messaging.content.second_reader.reasons import HEARD
from messaging.policy.fields import COUNTRIES
from messaging.second_reader.weights import Weights, pack
from scripts.compose_replies import composed
from scripts.learning import Lesson, in_bytes, learn

ROOT = Path(__file__).resolve().parent.parent
GRAMMAR = ROOT / "scripts" / "wording_reader"
TABLES = ROOT / "tests" / "data" / "wording"
UNREAD = ("unread", "m")
OUTPUTS = (HARM, FIT, *HEARD)
LIKE = {"sarcasm": "insult"}
EPOCHS = 12
RATE = 0.5
"""Few sentences: in longer steps what is learned hangs on their order."""
LEAST = 3
"""Of 127 steps: a piece that adds less than this to harm and to fit is not kept."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--leave-out", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--out", type=Path, default=FILE)
    options = parser.parse_args()
    texts = with_halves(labelled((*UNREAD, *options.leave_out)))
    packed = pack(taught(texts))
    options.out.write_bytes(packed)
    print(f"{len(texts)} texts, {len(packed):,} bytes")


def labelled(left_out: Sequence[str] = ()) -> Iterator[tuple[frozenset[str], str]]:
    """(outputs that are true of it, sentence); none is of what belongs in no reminder."""
    for file in sorted(TABLES.glob("*.tsv")):
        if file.stem.partition("-")[2] in left_out:
            continue
        with file.open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield frozenset(_true_of(file.stem, row.get("kind") or "")), row["sentence"]
    yield from composed(GRAMMAR, multiple=1)
    for sentence in sorted(set(_shipped())):
        yield frozenset({FIT}), sentence


def _true_of(table: str, kind: str) -> set[str]:
    if kind:
        return {HARM, LIKE.get(kind, kind)} & set(OUTPUTS)
    return {FIT} if table.startswith("innocent") else set()


def _shipped() -> Iterator[str]:
    for body in _bodies():
        for sentence in sentences(body):
            yield body[sentence.start : sentence.end] + sentence.ending


def _bodies() -> Iterator[str]:
    """The shipped texts, as they are written and with values in their places."""
    for language in library.LANGUAGES:
        education = partial(library.load_education, countries=COUNTRIES)
        for load in (library.load_all, library.load_answers, library.load_notices, education):
            for text in load(language):
                yield text.body
                for values in (samples, longest):
                    yield render(text.body, values(language))


def with_halves(
    texts: Iterable[tuple[frozenset[str], str]],
) -> list[tuple[frozenset[str], str]]:
    """The same and the halves of each fair sentence that are fair by themselves: not what is left
    of "never …" without it. Which half of a forbidden one is forbidden nobody has said."""
    whole = list(texts)
    halved = {
        half: outputs
        for outputs, text in whole
        if FIT in outputs
        for sentence in sentences(text)
        for half in halves(text, sentence)
        if not _turns(sentence) or any(map(_turns, sentences(half)))
    }
    known = {text for _outputs, text in whole}
    return whole + [(outputs, half) for half, outputs in halved.items() if half not in known]


def _turns(sentence: Sentence) -> bool:
    """Whether something in it turns what the rest says: "transfer in private" behind a "never"."""
    return any(word.of("negation", "warning", "impostor", "fraud") for word in sentence.words)


def taught(texts: Iterable[tuple[frozenset[str], str]]) -> Weights:
    lesson = Lesson(OUTPUTS)
    for outputs, text in texts:
        lesson.add(features(text), outputs)
    learned = learn(lesson, epochs=EPOCHS, rate=RATE, biases={HARM: 0.0})
    return in_bytes(lesson, *learned, lambda value: _weighs(value[:2]))


def _weighs(value: bytes) -> bool:
    return any(LEAST <= byte <= 256 - LEAST for byte in value)


if __name__ == "__main__":
    main()
