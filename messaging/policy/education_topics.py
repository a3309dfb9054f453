"""Which piece of useful knowledge fits a customer: what helps most first, and why. Pure.

All of it is our own proposal (P). Nothing the law protects is asked: habit, what is due and when,
and what the customer had before.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from accounts.rules.delinquency import Habit

OFTEN_LATE = "often_late"
DUE_SOON = "due_soon"
SHORT_OF_MONEY = "short_of_money"
SEVERAL_LOANS = "several_loans"
NEW = "new"
SOMETIMES_LATE = "sometimes_late"
IN_TURN = "in_turn"
REASONS = (*(OFTEN_LATE, DUE_SOON, SHORT_OF_MONEY, SEVERAL_LOANS, SOMETIMES_LATE, NEW, IN_TURN),)

SOON_DAYS = 21
"""A due date so near is worth thinking of, and yet far enough that no reminder is near."""

NEW_UP_TO = 2
"""Instalments paid by somebody for whom repaying is new."""

TOPICS = (
    *("fraud", "credit_report", "statement", "budget", "own_data", "cost", "automatic"),
    *("before_due", "early", "several", "free_advice", "arrears"),
)
"""In turn, for whom nothing fits more; what speaks of trouble comes last."""


@dataclass(frozen=True, slots=True)
class Person:
    """`days_to_due`: until the next due date; None: nothing is due that is known. `causes`: of
    delay, as kept with the loans."""

    habit: str
    loans: int
    instalments_paid: int
    days_to_due: int | None = None
    causes: frozenset[str] = frozenset()


class Fitting(NamedTuple):
    """A topic, and why it fits (one of REASONS)."""

    topic: str
    why: str


def fitting(person: Person, had: Collection[str]) -> list[Fitting]:
    """All topics, the one that fits best first, each once; those that the customer `had` come
    last, the one had longest ago first (`had` oldest first)."""
    ranked = {each.topic: each for each in reversed([*_special(person), *_in_turn()])}
    wanted = list(dict.fromkeys(each.topic for each in (*_special(person), *_in_turn())))
    before = list(dict.fromkeys(reversed(list(had))))[::-1]
    fresh = [topic for topic in wanted if topic not in before]
    return [ranked[topic] for topic in (*fresh, *(topic for topic in before if topic in ranked))]


def _special(person: Person) -> list[Fitting]:
    found: list[Fitting] = []
    irregular = person.habit != Habit.ALWAYS_ON_TIME
    if person.habit == Habit.OFTEN_LATE:
        found.append(Fitting("automatic", OFTEN_LATE))
    if person.days_to_due is not None and person.days_to_due <= SOON_DAYS and irregular:
        found.append(Fitting("before_due", DUE_SOON))
    if person.habit == Habit.OFTEN_LATE:
        found.append(Fitting("arrears", OFTEN_LATE))
    if person.causes & {"cash_flow", "hardship"}:
        found += [Fitting("free_advice", SHORT_OF_MONEY), Fitting("budget", SHORT_OF_MONEY)]
    if person.loans > 1:
        found.append(Fitting("several", SEVERAL_LOANS))
    if irregular:
        found.append(Fitting("automatic", SOMETIMES_LATE))
    if person.instalments_paid <= NEW_UP_TO:
        found += [Fitting("statement", NEW), Fitting("fraud", NEW)]
    return found


def _in_turn() -> list[Fitting]:
    return [Fitting(topic, IN_TURN) for topic in TOPICS]
