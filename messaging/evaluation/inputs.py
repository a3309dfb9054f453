"""What callers hand over, as arrays; what cannot be counted is refused by name and place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def column(values: Any, name: str, *, least: int = 1) -> Floats:
    """One finite number each, at least `least` of them."""
    array = _numbers(values, name)
    if array.ndim != 1:
        raise ValueError(f"{name} has {array.ndim} dimensions: give one number each")
    if len(array) < least:
        raise ValueError(_too_few(name, len(array), least))
    _all_finite(array, name)
    return array


def table(rows: Any, name: str, *, length: int | None = None) -> Floats:
    """Rows of equally many finite numbers; plain numbers count as rows of one."""
    array = _numbers(rows, name)
    if array.ndim == 1:
        array = array.reshape(-1, 1) if len(array) else array.reshape(0, 0)
    if array.ndim != 2:
        raise ValueError(f"{name} has {array.ndim} dimensions: give rows of numbers")
    if length is not None and len(array) != length:
        raise ValueError(f"{name} has {len(array)} rows for {length} outcomes: give one row each")
    _all_finite(array, name)
    return array


def zeros_and_ones(values: Any, name: str, *, length: int) -> Floats:
    """True or false each (or 1 and 0)."""
    array = column(values, name)
    if len(array) != length:
        raise ValueError(f"{name} has {len(array)} values for {length} rows: give one each")
    strange = np.flatnonzero((array != 0) & (array != 1))
    if len(strange):
        at = int(strange[0])
        raise ValueError(f"{name}[{at}] is {array[at]:g}: give 1 for treated and 0 for control")
    return array


def _numbers(values: Any, name: str) -> Floats:
    if isinstance(values, (str, bytes, dict, set, frozenset)) or values is None:
        raise ValueError(f"{name} is a {type(values).__name__}: give a sequence of numbers")
    if not isinstance(values, (Sequence, np.ndarray)):
        try:
            values = np.asarray(values) if hasattr(values, "__array__") else list(values)
        except TypeError:
            kind = type(values).__name__
            raise ValueError(f"{name} is a {kind}: give a sequence of numbers") from None
    try:
        array = np.asarray(values)
        if array.size and array.dtype.kind not in "biufO":
            raise TypeError
        if array.dtype.kind == "O" and any(value is None for value in array.flat):
            raise TypeError
        return array.astype(np.float64)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{name} holds {_culprit(values)}: give numbers only") from None


def _culprit(values: Any) -> str:
    """The first value that is no number, or that rows are of unequal length."""
    for at, value in enumerate(values):
        if isinstance(value, (str, bytes)) or value is None or isinstance(value, complex):
            return f"{value!r} at {at}"
        if isinstance(value, (Sequence, np.ndarray)):
            if any(isinstance(each, (str, bytes)) or each is None for each in value):
                return f"{value!r} at {at}"
            continue
        try:
            float(value)
        except (TypeError, ValueError, OverflowError):
            return f"{value!r} at {at}"
    return "rows of unequal length"


def _all_finite(array: Floats, name: str) -> None:
    if np.isfinite(array).all():
        return
    at = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
    place = "][".join(map(str, at))
    raise ValueError(f"{name}[{place}] is {array[at]}: leave out what is not known")


def _too_few(name: str, found: int, least: int) -> str:
    if found == 0:
        return f"{name} is empty: at least {least} outcomes are needed to compare"
    return f"{name} has {found} outcome: its spread is not known from fewer than {least}"
