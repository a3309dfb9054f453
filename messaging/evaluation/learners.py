"""Candidates for how an effect depends on a row, each fitted to what is left over of outcome and
treatment, and what each says of rows it has not seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from messaging.evaluation import binned
from messaging.evaluation.binned import Codes, Sums
from messaging.evaluation.boosting import Tree, grow
from messaging.evaluation.inputs import Floats

FOLDS = 5
PENALTIES = (10.0, 30.0, 100.0, 300.0, 1000.0, 3000.0)
TREES = (5, 10, 20, 40, 80)
TREE_PENALTY = 10.0
SMALLEST_LEAF = 0.01
"""Share of all weight."""

Folds = NDArray[np.intp]


class Learner(Protocol):
    def effect(self, codes: Codes) -> Floats:
        """Of each row, apart from a constant."""
        ...


@dataclass(frozen=True, slots=True)
class Additive:
    """A value per feature and bin."""

    coefficients: Floats
    widths: tuple[int, ...]

    def effect(self, codes: Codes) -> Floats:
        return binned.predicted(self.coefficients, codes, self.widths)


@dataclass(frozen=True, slots=True)
class Straight:
    """A slope per feature, over the places of its bins."""

    coefficients: Floats
    widths: tuple[int, ...]

    def effect(self, codes: Codes) -> Floats:
        return places(codes, self.widths) @ self.coefficients


@dataclass(frozen=True, slots=True)
class Trees:
    """The sum of shallow trees."""

    trees: tuple[Tree, ...]

    def effect(self, codes: Codes) -> Floats:
        total = np.zeros(codes.shape[1])
        for tree in self.trees:
            total += tree.values[tree.leaves(codes)]
        return total


@dataclass(frozen=True, slots=True)
class Left:
    """What is left over. Minimise Σ (outcome − treatment · effect)², so `weights` are treatment²
    and `values` treatment · outcome; `codes`: the bins of each row, `fold`: in which it is unseen.
    """

    codes: Codes
    widths: tuple[int, ...]
    fold: Folds
    treatment: Floats
    outcome: Floats

    @property
    def weights(self) -> Floats:
        return self.treatment * self.treatment

    @property
    def values(self) -> Floats:
        return self.treatment * self.outcome


@dataclass(frozen=True, slots=True)
class Candidate:
    """`unseen`: the effect said of each row by a learner that has not seen it; `learn`: from all"""

    unseen: Floats
    learn: Callable[[], Learner]


def candidates(left: Left) -> Iterator[Candidate]:
    """Straight, additive and trees, each at several strengths of shrinking."""
    yield from _straight(left)
    yield from _additive(left)
    yield from _trees(left)


def regressed(
    codes: Codes, widths: tuple[int, ...], fold: Folds, y: Floats
) -> tuple[Floats, Floats]:
    """What is expected of `y` for rows unseen: by the additive regression that did best, and by the
    mean alone."""
    left = Left(codes, widths, fold, np.ones(len(y)), y)
    flat = np.empty(len(y))
    for one in range(FOLDS):
        flat[fold == one] = y[fold != one].mean()
    best = min(_additive(left), key=lambda each: float(((y - each.unseen) ** 2).sum()))
    return best.unseen, flat


def places(codes: Codes, widths: tuple[int, ...]) -> Floats:
    """Bins as numbers from −1 to 1."""
    scale = np.maximum(np.array(widths, float) - 1, 1)
    return np.asarray(codes.T / scale * 2 - 1, dtype=np.float64)


def _additive(left: Left) -> Iterator[Candidate]:
    parts = []
    for one in range(FOLDS):
        own = left.fold == one
        parts.append(
            binned.sums(left.codes[:, own], left.widths, left.weights[own], left.values[own])
        )
    yield from _by_ridge(left, parts, Additive)


def _straight(left: Left) -> Iterator[Candidate]:
    z = places(left.codes, left.widths)
    parts = []
    for one in range(FOLDS):
        own = np.flatnonzero(left.fold == one)
        design = np.column_stack([np.ones(len(own)), z[own]])
        heavy = design * left.weights[own, None]
        parts.append(Sums(design.T @ heavy, design.T @ left.values[own]))

    def learner(coefficients: Floats, widths: tuple[int, ...]) -> Straight:
        return Straight(coefficients[1:], widths)

    yield from _by_ridge(left, parts, learner)


def _by_ridge(
    left: Left,
    parts: list[Sums],
    learner: Callable[[Floats, tuple[int, ...]], Learner],
) -> Iterator[Candidate]:
    whole = Sums(
        np.sum([each.square for each in parts], axis=0),
        np.sum([each.product for each in parts], axis=0),
    )
    for penalty in PENALTIES:
        unseen = np.empty(len(left.fold))
        for one in range(FOLDS):
            own = left.fold == one
            taught = learner(binned.ridge(whole - parts[one], penalty), left.widths)
            unseen[own] = taught.effect(left.codes[:, own])

        def learn(penalty: float = penalty) -> Learner:
            return learner(binned.ridge(whole, penalty), left.widths)

        yield Candidate(unseen, learn)


def _trees(left: Left) -> Iterator[Candidate]:
    unseen = np.zeros((len(TREES), len(left.fold)))
    for one in range(FOLDS):
        own = left.fold == one
        grown = _grown(left, ~own, TREES[-1])
        told = np.zeros(int(own.sum()))
        for count, tree in enumerate(grown, 1):
            told += tree.values[tree.leaves(left.codes[:, own])]
            if count in TREES:
                unseen[TREES.index(count), own] = told
    for at, count in enumerate(TREES):

        def learn(count: int = count) -> Learner:
            everybody = np.ones(len(left.fold), bool)
            return Trees(tuple(_grown(left, everybody, count)))

        yield Candidate(unseen[at], learn)


def _grown(left: Left, who: NDArray[np.bool_], count: int) -> list[Tree]:
    codes, weights, values = left.codes[:, who], left.weights[who], left.values[who]
    least = SMALLEST_LEAF * float(weights.sum())
    trees = []
    for _one in range(count):
        tree, leaves = grow(codes, left.widths, weights, values, penalty=TREE_PENALTY, least=least)
        values = values - weights * tree.values[leaves]
        trees.append(tree)
    return trees
