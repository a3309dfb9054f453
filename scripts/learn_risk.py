"""Learn anew how the second reader's figures add up to a risk (second_reader/risk.py).

    python -m scripts.learn_risk

It is judged on replies it has not met: a reader is taught without half of the texts of `JUDGED`
and reads them, another without the other half; a logistic regression learns from what they said
of those in which nobody found a concern. Ten minutes; the same texts give the same weights.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from messaging.replies import reading
from messaging.replies.circumstances import circumstances
from messaging.replies.intents import Intent, effects
from messaging.replies.normalising.speech import heard
from messaging.replies.second_reader import opinion, risk
from messaging.second_reader.weights import pack
from scripts import learning_wholes
from scripts.kept_vectors import kept_vectors
from scripts.train_second_reader import OUTPUTS, TEXTS, labelled, taught, true_of

JUDGED = tuple(sorted(file.name for file in TEXTS.glob("strangers*.txt")))
"""Written by people who had seen neither the rules nor the other texts."""

PARTS = 2
FEWEST_TIMES = 20
"""A look seen less often says nothing for sure."""

_STEPS = 40
_RIDGE = 1.0
_ASKING_NOTHING = frozenset({"other", "harmless", "paid", "promise", "rating"})


def main() -> None:
    judged = list(dict(_judged()).items())
    rows = [row for part in range(PARTS) for row in _read_unmet(dict(judged[part::PARTS]))]
    names = [name for name, times in _names(rows).items() if times >= FEWEST_TIMES]
    weights = _learned(
        np.array([[each.get(name, 0.0) for name in names] for each, _stops in rows]),
        np.array([float(stops) for _each, stops in rows]),
    )
    held = {
        name: round(float(weight), 4)
        for name, weight in zip([*names, "bias"], weights, strict=True)
    }
    risk.FILE.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
    print(f"{len(rows)} replies, {sum(stops for _each, stops in rows)} of them must stop")


def _names(rows: Sequence[tuple[Mapping[str, float], bool]]) -> Counter[str]:
    """How often each look was seen."""
    return Counter(name for each, _stops in rows for name in each)


def _judged() -> Iterator[tuple[str, bool]]:
    """(text, whether it must stop); those that may mean either are left out."""
    for name in JUDGED:
        meanings, calm, stops = frozenset[str](), True, False
        for line in (TEXTS / name).read_text(encoding="utf-8").splitlines():
            if line.startswith("## "):
                meanings = frozenset(line[3:].split())
                calm, stops = meanings <= _ASKING_NOTHING, meanings.isdisjoint(_ASKING_NOTHING)
            elif line.strip() and meanings and calm is not stops:
                yield line, stops


def _read_unmet(judged: Mapping[str, bool]) -> list[tuple[dict[str, float], bool]]:
    with TemporaryDirectory() as folder, _taught_without(judged, Path(folder)):
        return [(found, stops) for text, stops in judged.items() if (found := _looks(text))]


@contextmanager
def _taught_without(judged: Mapping[str, bool], folder: Path) -> Iterator[None]:
    """For as long as this lasts, the reader that has not met them reads."""
    texts = [(means, text) for means, text in labelled() if text not in judged]
    pieces, wholes = folder / "weights.bin", folder / "wholes.npz"
    pieces.write_bytes(pack(taught(texts)))
    true = [true_of(means) for means, _text in texts]
    learned = learning_wholes.learn(kept_vectors([text for _means, text in texts]), true, OUTPUTS)
    wholes.write_bytes(learning_wholes.packed(OUTPUTS, learned))
    before = opinion.FILE, opinion.WHOLE
    opinion.FILE, opinion.WHOLE = pieces, wholes
    try:
        yield
    finally:
        opinion.FILE, opinion.WHOLE = before


def _looks(text: str) -> dict[str, float] | None:
    """None where a concern was found or told of: its risk is never asked."""
    if circumstances(text) or not effects(text) <= reading.HARMLESS | {Intent.OTHER}:
        return None
    said, found = heard(text), effects(text)
    sure = opinion.opinion(said)
    _harmless, why = reading.by_its_words(text, said, found, sure)
    return risk.looks(sure, reading.seen(text, said), found, why)


def _learned(looks: NDArray[np.float64], stops: NDArray[np.float64]) -> NDArray[np.float64]:
    """A weight for each look, and the bias last."""
    mean, spread = looks.mean(axis=0), looks.std(axis=0) + 1e-9
    known = np.hstack([(looks - mean) / spread, np.ones((len(looks), 1))])
    weights = np.zeros(known.shape[1])
    for _step in range(_STEPS):
        sure = 1 / (1 + np.exp(-known @ weights))
        slope = known.T @ (stops - sure) - _RIDGE * weights
        bend = (known * (sure * (1 - sure))[:, None]).T @ known + _RIDGE * np.eye(len(weights))
        weights = weights + np.linalg.solve(bend, slope)
    plain = weights[:-1] / spread
    return np.append(plain, weights[-1] - float(plain @ mean))


if __name__ == "__main__":
    main()
