"""The weights of a second reader, as they lie in its file, and how sure they make it.

zlib over three parts, parted by an empty line each: the outputs with bias and step, one a line; the
pieces, one a line; then for each piece one signed byte an output, in steps.
"""

import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, sqrt
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Weights:
    """`of[piece]`: a signed byte an output; times `steps` it is what the piece adds."""

    outputs: Sequence[str]
    biases: Sequence[float]
    steps: Sequence[float]
    of: Mapping[str, bytes]


@cache  # a tenth of a second: not before the first text
def load(file: Path) -> Weights:
    return unpack(file.read_bytes())


def scores(known: Weights, pieces: Collection[str]) -> dict[str, float]:
    """Output → what speaks for it less what speaks against it, for a text made of these pieces."""
    sums = [0] * len(known.outputs)
    for piece in pieces:
        values = known.of.get(piece)
        if values is not None:
            for place, value in enumerate(values):
                if value:
                    sums[place] += value - 256 if value > 127 else value
    length = sqrt(len(pieces)) or 1.0
    return {
        output: bias + step * total / length
        for output, bias, step, total in zip(
            known.outputs, known.biases, known.steps, sums, strict=True
        )
    }


def probability(score: float) -> float:
    return 1 / (1 + exp(-max(min(score, 30.0), -30.0)))


def pack(weights: Weights) -> bytes:
    outputs = zip(weights.outputs, weights.biases, weights.steps, strict=True)
    head = "\n".join(f"{name} {bias!r} {step!r}" for name, bias, step in outputs)
    pieces = "\n".join(weights.of)
    return zlib.compress(f"{head}\n\n{pieces}\n\n".encode() + b"".join(weights.of.values()), 9)


def unpack(packed: bytes) -> Weights:
    head, pieces, values = zlib.decompress(packed).split(b"\n\n", 2)
    outputs = [line.split() for line in head.decode().splitlines()]
    width = len(outputs)
    return Weights(
        outputs=[name for name, _bias, _step in outputs],
        biases=[float(bias) for _name, bias, _step in outputs],
        steps=[float(step) for _name, _bias, step in outputs],
        of={
            piece: values[place * width : (place + 1) * width]
            for place, piece in enumerate(pieces.decode().split("\n"))
        },
    )
