"""Rows cut into bins, and the additive regression on them: steps where effects have steps.

One 0/1 column per feature and bin, fitted by ridge from sums: a fold is left out by subtraction,
so cross-validation costs one pass over the rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from messaging.evaluation.inputs import Floats

BINS = 12
"""A feature is cut into so many bins of about equal size; one of few values keeps its values."""

Codes = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Bins:
    """Where each feature is cut: a value belongs to the bin of the cuts at or below it."""

    cuts: tuple[Floats, ...]

    @classmethod
    def of(cls, rows: Floats) -> Bins:
        return cls(tuple(_cuts(column) for column in rows.T))

    @property
    def widths(self) -> tuple[int, ...]:
        return tuple(len(cuts) + 1 for cuts in self.cuts)

    @property
    def tell(self) -> bool:
        """Whether any feature tells rows apart."""
        return any(len(cuts) for cuts in self.cuts)

    def codes(self, rows: Floats) -> Codes:
        """Bin numbers, one row per feature."""
        found = np.empty((len(self.cuts), len(rows)), np.intp)
        for at, cuts in enumerate(self.cuts):
            found[at] = np.searchsorted(cuts, rows[:, at], side="right")
        return found


def _cuts(column: Floats) -> Floats:
    values = np.unique(column)
    if len(values) <= BINS:
        return (values[:-1] + values[1:]) / 2
    shares = np.arange(1, BINS) / BINS
    return np.unique(np.quantile(column, shares, method="higher"))


@dataclass(frozen=True, slots=True)
class Sums:
    """Σ w·z·z' and Σ w·z·y of the 0/1 columns z, the constant first."""

    square: Floats
    product: Floats

    def __sub__(self, other: Sums) -> Sums:
        return Sums(self.square - other.square, self.product - other.product)


def sums(codes: Codes, widths: tuple[int, ...], weights: Floats, values: Floats) -> Sums:
    """`weights`: of the squares; `values`: w·y of each row."""
    starts = np.cumsum((1, *widths))
    size = int(starts[-1])
    square, product = np.zeros((size, size)), np.zeros(size)
    square[0, 0], product[0] = weights.sum(), values.sum()
    for i, (start, width) in enumerate(zip(starts, widths, strict=False)):
        own = slice(start, start + width)
        counted = np.bincount(codes[i], weights, width)
        square[own, own] = np.diag(counted)
        square[0, own] = square[own, 0] = counted
        product[own] = np.bincount(codes[i], values, width)
        for j in range(i):
            other = slice(starts[j], starts[j] + widths[j])
            pair = np.bincount(codes[i] * widths[j] + codes[j], weights, width * widths[j])
            square[own, other] = pair.reshape(width, widths[j])
            square[other, own] = square[own, other].T
    return Sums(square, product)


def ridge(found: Sums, penalty: float) -> Floats:
    """Coefficients; the constant is not shrunk. `penalty`: in rows of the average weight."""
    rows = found.square[0, 0]
    if rows <= 0:
        return np.zeros(len(found.product))
    shrunk = np.full(len(found.product), penalty)
    shrunk[0] = 1e-9 * rows
    return np.asarray(np.linalg.solve(found.square + np.diag(shrunk), found.product), np.float64)


def predicted(coefficients: Floats, codes: Codes, widths: tuple[int, ...]) -> Floats:
    """Of each row."""
    values = np.full(codes.shape[1], coefficients[0])
    starts = np.cumsum((1, *widths))
    for i, width in enumerate(widths):
        values += coefficients[starts[i] : starts[i] + width][codes[i]]
    return values
