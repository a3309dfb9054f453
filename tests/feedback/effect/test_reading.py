"""What may be said of a difference: nothing is better while it may do harm."""

from dataclasses import replace

import pytest

from feedback.effect.horizons import HARMS
from feedback.effect.reading import Line, Verdict, _verdict, parted
from messaging.evaluation.harm import harm
from messaging.evaluation.result import Effect

SAFE = harm(treated=2, of_treated=50_000, control=2, of_control=50_000)
UNKNOWN = harm(treated=0, of_treated=900, control=0, of_control=100)
WORSE = harm(treated=400, of_treated=50_000, control=100, of_control=50_000)


def line(low: float, high: float, **harms: object) -> Line:
    effect = Effect((low + high) / 2, low, high, 0.01, 9_000, 9_000)
    told = dict.fromkeys(HARMS, SAFE) | harms
    return Line("overall", "", 9_000, 9_000, Verdict.FEW, effect=effect, harms=told)


@pytest.mark.parametrize(
    ("shown", "held", "verdict"),
    [
        (line(0.01, 0.03), True, Verdict.BETTER),
        (line(0.01, 0.03), False, Verdict.NO_DIFFERENCE),
        (line(0.01, 0.03, complained=UNKNOWN), True, Verdict.BETTER_HARM_UNCLEAR),
        (line(0.01, 0.03, distressed=WORSE), True, Verdict.HARMFUL),
        (line(-0.01, 0.03, opted_out=WORSE), False, Verdict.HARMFUL),
        (line(-0.03, -0.01), True, Verdict.WORSE),
        (line(-0.01, 0.01), False, Verdict.NO_DIFFERENCE),
        (replace(line(-0.1, 0.1), days_left=40), False, Verdict.TOO_SMALL),
    ],
)
def test_the_verdict_of_a_line(shown, held, verdict):
    assert _verdict(shown, held=held) == verdict


def test_a_harm_that_was_not_counted_is_not_taken_for_none():
    shown = line(0.01, 0.03)
    without = replace(shown, harms={"complained": SAFE})
    assert _verdict(without, held=True) == Verdict.BETTER_HARM_UNCLEAR


def _line(cut, low, high, value="", verdict=Verdict.TOO_SMALL):
    return replace(line(low, high), cut=cut, value=value, verdict=verdict)


@pytest.mark.parametrize(
    ("cut", "low", "high", "found"),
    [
        ("language", 0.2, 0.3, True),
        ("zone", -0.3, -0.2, True),
        ("zone", 0.05, 0.3, False),
        ("stage", 0.2, 0.3, False),
    ],
)
def test_a_language_or_region_that_parts_from_everybody_is_told(cut, low, high, found):
    lines = [_line("overall", -0.1, 0.1), _line(cut, low, high, "en")]
    assert bool(list(parted(lines))) is found


def test_who_alone_is_harmed_is_told():
    lines = [_line("overall", -0.1, 0.1), _line("language", -0.1, 0.1, "en", Verdict.HARMFUL)]
    assert [line.value for line in parted(lines)] == ["en"]
