"""What may be said of a difference: nothing is better while it may do harm."""

from dataclasses import replace

import pytest

from feedback.effect.horizons import HARMS
from feedback.effect.reading import Line, Verdict, _verdict
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
