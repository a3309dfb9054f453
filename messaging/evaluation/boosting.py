"""Shallow trees added up, each on what those before it left: for effects that need two conditions
at once. Plain gradient boosting of weighted squares over binned features, without randomness."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from messaging.evaluation.binned import Codes
from messaging.evaluation.inputs import Floats

DEPTH = 3
RATE = 0.1
"""How much of each tree is taken."""

Leaves = NDArray[np.intp]


@dataclass(slots=True)
class Tree:
    """Level by level, a split (feature, last bin to the left) of each node; then a value a leaf.
    Node n has the children 2n and 2n + 1."""

    levels: list[tuple[Leaves, Leaves]] = field(default_factory=list)
    values: Floats = field(default_factory=lambda: np.zeros(1))

    def leaves(self, codes: Codes) -> Leaves:
        rows = np.arange(codes.shape[1])
        at = np.zeros(codes.shape[1], np.intp)
        for features, bins in self.levels:
            at = 2 * at + (codes[features[at], rows] > bins[at])
        return at


def grow(
    codes: Codes,
    widths: tuple[int, ...],
    weights: Floats,
    values: Floats,
    *,
    penalty: float,
    least: float,
) -> tuple[Tree, Leaves]:
    """One tree on targets `values`/`weights`, and the leaf of each row.

    A leaf holds at least `least` of weight; its value is shrunk by `penalty` of weight.
    """
    tree, at = Tree(), np.zeros(codes.shape[1], np.intp)
    rows = np.arange(codes.shape[1])
    for level in range(DEPTH):
        features, bins = _splits(codes, widths, weights, values, at, 1 << level, penalty, least)
        tree.levels.append((features, bins))
        at = 2 * at + (codes[features[at], rows] > bins[at])
    nodes = 1 << DEPTH
    heavy = np.bincount(at, weights, nodes)
    tree.values = RATE * np.bincount(at, values, nodes) / (heavy + penalty)
    return tree, at


def _splits(
    codes: Codes,
    widths: tuple[int, ...],
    weights: Floats,
    values: Floats,
    at: Leaves,
    nodes: int,
    penalty: float,
    least: float,
) -> tuple[Leaves, Leaves]:
    """The best split of each node; one that is not worth splitting keeps its rows to the left."""
    best = np.full(nodes, 1e-12)
    features = np.zeros(nodes, np.intp)
    bins = np.full(nodes, np.iinfo(np.intp).max)
    for feature, width in enumerate(widths):
        if width < 2:
            continue
        place = at * width + codes[feature]
        heavy = np.bincount(place, weights, nodes * width).reshape(nodes, width).cumsum(1)
        found = np.bincount(place, values, nodes * width).reshape(nodes, width).cumsum(1)
        left, whole = heavy[:, :-1], heavy[:, -1:]
        left_sum, whole_sum = found[:, :-1], found[:, -1:]
        right, right_sum = whole - left, whole_sum - left_sum
        gain = (
            left_sum**2 / (left + penalty)
            + right_sum**2 / (right + penalty)
            - whole_sum**2 / (whole + penalty)
        )
        gain[(left < least) | (right < least)] = 0
        top = gain.argmax(1)
        gains = gain[np.arange(nodes), top]
        better = gains > best
        best[better], features[better], bins[better] = gains[better], feature, top[better]
    return features, bins
