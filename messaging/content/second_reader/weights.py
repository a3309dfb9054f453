"""The second reader's weights, as they lie in their file.

zlib over three parts, parted by an empty line each: the outputs (``harm``, ``fit`` and the kinds of
harm) with bias and step, one a line; the pieces, one a line; then for each piece one signed byte an
output, in steps.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("weights.bin")


@dataclass(frozen=True, slots=True)
class Weights:
    """``of[piece]``: a signed byte an output; times ``steps`` it is what the piece adds."""

    outputs: Sequence[str]
    biases: Sequence[float]
    steps: Sequence[float]
    of: Mapping[str, bytes]


@cache  # a tenth of a second: not before the first text
def weights() -> Weights:
    return unpack(FILE.read_bytes())


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
