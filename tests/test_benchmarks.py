"""Which parts of the benchmark are run, and in what order."""

import celery
import pytest

from config.celery import app
from tests.benchmarks.parts import LOANS, PARTS, in_order


@pytest.mark.parametrize(
    ("wanted", "has_loans", "run"),
    [
        (["send"], False, [LOANS, "send"]),
        (["send"], True, ["send"]),
        (["pages", "send"], False, [LOANS, "pages", "send"]),
        (["effects", "pages"], False, ["effects", "pages"]),
        ([LOANS, "send"], False, [LOANS, "send"]),
        (list(PARTS), False, list(PARTS)),
    ],
)
def test_loans_are_made_first_where_a_part_needs_them(
    wanted: list[str], has_loans: bool, run: list[str]
) -> None:
    assert in_order(wanted, has_loans=has_loans) == run


def test_a_part_there_is_not_is_named_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"No such part: sned\. There are: loans, "):
        in_order(["send", "sned"], has_loans=True)


def test_to_measure_takes_no_task_away_from_the_products_broker() -> None:
    assert celery.current_app.main == app.main == "huancui"
