"""A link as a square code (QR, ISO/IEC 18004), as the path of a drawing."""

from dataclasses import dataclass

import segno

BORDER = 4
"""Modules of quiet around a code; fewer, and some cameras do not find it."""


@dataclass(frozen=True)
class SquareCode:
    """`side`: modules of a side, with the quiet around it; `path`: SVG path of the dark ones."""

    side: int
    path: str


def drawn(link: str) -> SquareCode:
    code = segno.make(link, error="m", micro=False)
    rows = list(code.matrix_iter(border=BORDER))
    dark = [(x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return SquareCode(len(rows), "".join(f"M{x} {y}h1v1h-1z" for x, y in dark))
