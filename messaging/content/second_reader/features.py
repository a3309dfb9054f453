"""What the second reader looks at in a sentence: its characters and words, one to three together,
the classes of its words, and which class comes before which."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from messaging.content.reading.tokens import Word, sentences
from messaging.content.reading.units import Unit, units

MOST_CHARACTERS = 200  # of a sentence; what it says is said by then
_MOST_WORDS = 14  # whose classes are paired
_MOST_CLASSES = 3  # of a word that is paired
_NAME = "{name}"
_SILENT = frozenset({"glue", "plain"})


def features(text: str) -> set[str]:
    """Every piece of a sentence, placeholders included. A figure or a name is one sign."""
    shown = text[:MOST_CHARACTERS]
    words = [word for sentence in sentences(shown) for word in sentence.words]
    return {*_pieces(list(_signs(shown, words))), *_classes(words)}


def _signs(text: str, words: Sequence[Word]) -> Iterator[str]:
    names = [(word.start, word.end) for word in words if word.kind == "name"]
    for unit in units(text):
        within = next((name for name in names if name[0] <= unit.start < name[1]), None)
        if within is None:
            yield _sign(unit)
        elif unit.start == within[0]:
            yield _NAME


def _sign(unit: Unit) -> str:
    if unit.kind == "gap":
        return _NAME if unit.name == "customer_name" else "{" + unit.name + "}"
    if unit.kind == "number":
        return "0"
    return "|" if unit.kind in ("clause", "sentence") else unit.text


def _pieces(signs: Sequence[str]) -> Iterator[str]:
    marked = ["^", *signs, "$"]
    for length in (1, 2, 3):
        for start in range(len(marked) - length + 1):
            yield "c:" + " ".join(marked[start : start + length])
    for start in range(len(marked) - 2):
        yield f"s:{marked[start]}_{marked[start + 2]}"


def _classes(words: Sequence[Word]) -> Iterator[str]:
    said = []
    for word in words:
        if word.known and word.kind not in ("gap", "number", "name"):
            yield "w:" + word.key
        risky = "" if word.harmless else "!"
        said.append(sorted(risky + group for group in word.classes - _SILENT))
        yield from ("k:" + group for group in said[-1])
    for before, after in combinations([each[:_MOST_CLASSES] for each in said[:_MOST_WORDS]], 2):
        yield from (f"p:{one}>{other}" for one in before for other in after)
