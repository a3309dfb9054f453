"""What a parser says of a cell it cannot take."""

from collections.abc import Callable

import pytest

from accounts.intake.parsing.cells.problem import CellProblem
from accounts.intake.readers.errors import CELL_TEXTS


def code(parse: Callable[[str], object], text: str) -> str:
    """The problem's code; every one has a sentence that takes its figures."""
    with pytest.raises(CellProblem) as caught:
        parse(text)
    assert CELL_TEXTS[caught.value.code] % caught.value.params
    return caught.value.code
