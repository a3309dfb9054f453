"""Bars, drawn on the server. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 320, 96
GAP = 0.25
"""Of a bar's place."""


@dataclass(frozen=True, slots=True)
class Bar:
    """From the ground up what arrived, and on it what did not, as paths; `text`: what is said of
    it. `x`, `width`, `heights`: where they stand."""

    x: float
    width: float
    heights: tuple[float, float]
    text: str

    @property
    def arrived(self) -> str:
        return self._path(HEIGHT - self.heights[0], self.heights[0])

    @property
    def rest(self) -> str:
        return self._path(HEIGHT - sum(self.heights), self.heights[1])

    def _path(self, y: float, height: float) -> str:
        return f"M{self.x:.1f} {y:.1f}h{self.width:.1f}v{height:.1f}h-{self.width:.1f}z"


def stacked(values: Sequence[tuple[int, int, str]]) -> list[Bar]:
    """`values`: arrived, not arrived, words."""
    top = max((low + high for low, high, _text in values), default=0) or 1
    place = WIDTH / max(1, len(values))
    return [
        Bar(
            x=place * (number + GAP / 2),
            width=place * (1 - GAP),
            heights=(HEIGHT * low / top, HEIGHT * high / top),
            text=text,
        )
        for number, (low, high, text) in enumerate(values)
    ]


def share_of(number: int, most: int) -> float:
    """The width of a bar among bars, of a hundred."""
    return round(100 * number / most, 1) if most else 0.0
