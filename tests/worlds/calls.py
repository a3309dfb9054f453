"""The learned order of the call list in worlds in which it is known who answers, and when.

Each person answers with a chance of their own, and more or less by the hour where they are. Calls
in random order teach; then other people, none of whom taught, are called: in the learned order and
in random order, as often, by the same chances.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from feedback.calls.likely import BAND_HOURS, Chances, Count, History, turn_of

HOURS = range(9, 21)
"""In which the desk calls, by its own clock."""
CALLS_AN_HOUR = 10
PEOPLE = 300
TAUGHT_DAYS, TRIED_DAYS = 20, 20
ZONES = (0, 8)
"""Hours by which people's clocks are ahead of the desk's."""


@dataclass
class Person:
    """`chance`: of an answer at an hour like any other; what came of the calls so far."""

    chance: float
    ahead: int
    answered: list[bool] = field(default_factory=list)

    @property
    def history(self) -> History:
        """As `feedback.calls.order` reads it from the calls."""
        if not self.answered:
            return History.NEW
        if self.answered[-1]:
            return History.ANSWERED
        return History.MISSED if any(self.answered) else History.NEVER

    def hour(self, desk: int) -> int:
        return (desk + self.ahead) % 24


class World(NamedTuple):
    """`hours`: what the chance is multiplied by at each hour of the person's day."""

    hours: Mapping[int, float]
    kinds: Sequence[float]

    def answers(self, person: Person, desk: int) -> float:
        return min(0.95, person.chance * self.hours[person.hour(desk)])


class Reached(NamedTuple):
    """Calls that somebody answered, of as many in either order."""

    learned: int
    random: int

    @property
    def more(self) -> float:
        return self.learned / self.random - 1


def differing(random: Random) -> World:
    """People differ, and so do hours: few answer at night, most in the evening."""
    hours = {
        hour: 0.3 if hour < 8 or hour >= 22 else random.uniform(0.6, 1.0) for hour in range(24)
    }
    hours |= {hour: random.uniform(1.2, 1.5) for hour in (18, 19, 20)}
    return World(hours, (0.65, 0.35, 0.08))


def by_person(random: Random) -> World:
    """Only people differ."""
    return World(dict.fromkeys(range(24), 1.0), differing(random).kinds)


def by_hour(random: Random) -> World:
    """Only hours do."""
    return World(differing(random).hours, (0.35,))


def alike(_random: Random) -> World:
    """Nobody and no hour is better than another: there is nothing to learn."""
    return World(dict.fromkeys(range(24), 1.0), (0.35,))


def tried(seed: int, of: Callable[[Random], World] = differing) -> Reached:
    random = Random(seed)
    world = of(random)
    told: dict[tuple[History, int], Count] = defaultdict(Count)
    for _day in range(TAUGHT_DAYS):
        _a_day(world, _people(world, random), None, random, told)
    chances = Chances(told)
    found = []
    for learned in (chances, None):
        others, luck = _people(world, Random(seed + 1)), Random(seed + 2)
        days = (_a_day(world, others, learned, luck, None) for _day in range(TRIED_DAYS))
        found.append(sum(days))
    return Reached(*found)


def _people(world: World, random: Random) -> list[Person]:
    """With a past: some were called before, at an hour like any other."""
    found = []
    for _n in range(PEOPLE):
        person = Person(random.choice(world.kinds), random.choice(ZONES))
        person.answered = [random.random() < person.chance for _m in range(random.randrange(4))]
        found.append(person)
    return found


def _a_day(
    world: World,
    people: Sequence[Person],
    learned: Chances | None,
    random: Random,
    told: dict[tuple[History, int], Count] | None,
) -> int:
    """How many answered; nobody is called twice a day."""
    waiting, reached = list(people), 0
    for desk in HOURS:
        random.shuffle(waiting)
        if learned is not None:
            waiting.sort(key=lambda each: turn_of(learned.of(each.history, each.hour(desk))))
        for person in waiting[:CALLS_AN_HOUR]:
            answered = random.random() < world.answers(person, desk)
            if told is not None:
                told[person.history, person.hour(desk) // BAND_HOURS] += Count(1, int(answered))
            person.answered.append(answered)
            reached += answered
        waiting = waiting[CALLS_AN_HOUR:]
    return reached
