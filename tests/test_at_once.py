"""Both halves of the suite run, and neither hides what the other found."""

import os
import sys

import pytest

from tests import at_once


def ending(code: int, word: str) -> list[str]:
    return [sys.executable, "-c", f"print({word!r}, flush=True); raise SystemExit({code})"]


@pytest.mark.parametrize(("fast", "waiting", "end"), [(0, 0, 0), (1, 0, 1), (0, 2, 2), (1, 2, 2)])
def test_it_ends_well_only_where_both_do(
    fast: int, waiting: int, end: int, capfd: pytest.CaptureFixture[str]
) -> None:
    assert at_once.at_once(ending(fast, "worked"), ending(waiting, "waited")) == end
    assert sorted(capfd.readouterr().out.split()) == ["waited", "worked"]


def test_the_fast_ones_step_back(capfd: pytest.CaptureFixture[str]) -> None:
    asked = "import os; print(os.nice(0), os.getsid(0) == os.getpid())"
    at_once.at_once([sys.executable, "-c", asked], ending(0, ""))
    nice, own_session = capfd.readouterr().out.split()
    assert (int(nice), own_session) == (min(19, os.nice(0) + at_once.STEPS_BACK), "True")


def test_every_test_is_in_one_of_the_halves() -> None:
    """By the markers; what is neither is fast."""
    assert at_once.FAST[-2:] == ["-m", "not browser and not faults"]
    assert at_once.WAITING[-1] == "tests.side_by_side"
