"""Who the borrowers are. Pure; drawn from the customer's number, whatever happens to them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from accounts.rules.delinquency import Habit


class Temper(StrEnum):
    """What stands between somebody and paying in time."""

    STEADY = "steady"  # nothing: pays in time, text or no text
    FORGETFUL = "forgetful"  # forgets, and pays when reminded
    SHORT = "short"  # has no money until payday
    ANGRY = "angry"  # pays late, and is annoyed by texts
    ILL = "ill"  # cannot pay for a while
    STRANGER = "stranger"  # the number is somebody else's by now


SHARES: Mapping[Habit, Mapping[Temper, float]] = {
    Habit.ALWAYS_ON_TIME: {
        Temper.STEADY: 0.70,
        Temper.FORGETFUL: 0.26,
        Temper.SHORT: 0.03,
        Temper.STRANGER: 0.01,
    },
    Habit.SOMETIMES_LATE: {
        Temper.STEADY: 0.20,
        Temper.FORGETFUL: 0.50,
        Temper.SHORT: 0.20,
        Temper.ANGRY: 0.05,
        Temper.ILL: 0.03,
        Temper.STRANGER: 0.02,
    },
    Habit.OFTEN_LATE: {
        Temper.FORGETFUL: 0.36,
        Temper.SHORT: 0.40,
        Temper.ANGRY: 0.12,
        Temper.ILL: 0.09,
        Temper.STRANGER: 0.03,
    },
}
"""Of the customers of each habit; each adds up to 1."""

PAYDAYS = (5, 10, 15, 20, 25)
HOURS = (18, 19, 20)
"""The hours of a working day in which texts are read: everybody has one they like best."""


@dataclass(frozen=True, slots=True)
class Borrower:
    """`payday`: day of the month; `best_hour`: the hour, local, at which a text works best."""

    customer_no: str
    temper: Temper
    payday: int
    best_hour: int


def borrower(customer_no: str, habit: Habit) -> Borrower:
    drawn = random.Random(f"world:{customer_no}")
    shares = SHARES[habit]
    temper = drawn.choices(list(shares), weights=list(shares.values()))[0]
    return Borrower(customer_no, temper, drawn.choice(PAYDAYS), drawn.choice(HOURS))
