"""What people do: when they pay if nobody writes, what a text changes, what they answer. Pure.

Every chance is drawn from the loan, its due date and the stage of the text, so the same people do
the same thing whether days pass in a sandbox or are written into its past.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from config.world import effects
from config.world.people import Borrower, Temper
from config.world.words import WORDS, Matter

LATEST_DAYS = 29
"""Days after the due date within which everybody pays whose money is there at all."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A text as it was read. `at`: local time; `before`: earlier texts about this instalment."""

    loan_no: str
    due: date
    stage: str
    tone: str
    channel: str
    language: str
    at: datetime
    before: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """`wait`: from the text to the answer; `day`: the promised one."""

    matter: Matter
    words: str
    wait: timedelta
    day: date | None = None


def own_day(person: Borrower, loan_no: str, due: date) -> date:
    """The day on which the instalment is paid if nobody writes."""
    drawn = random.Random(f"own:{loan_no}:{due}")
    late = drawn.expovariate(1 / 9)
    if person.temper == Temper.STEADY:
        days = -drawn.choice((0, 0, 1, 1, 2, 3, 5, 6)) if drawn.random() < 0.96 else 1
    elif person.temper in (Temper.FORGETFUL, Temper.STRANGER):
        days = -drawn.choice((0, 0, 1, 2, 4)) if drawn.random() < 0.46 else 1 + int(late)
    elif person.temper == Temper.SHORT:
        days = (payday_from(person, due) - due).days if drawn.random() < 0.7 else 2 + int(late)
    elif person.temper == Temper.ANGRY:
        days = 0 if drawn.random() < 0.3 else 3 + int(late)
    else:
        days = 10 + int(late * 2)
    return due + timedelta(days=min(days, LATEST_DAYS))


def payday_from(person: Borrower, day: date) -> date:
    """The first payday on or after `day`."""
    while day.day != person.payday:
        day += timedelta(days=1)
    return day


def moved_to(person: Borrower, heard: Heard) -> date | None:
    """The day on which it is paid because of this text; None: it changes nothing."""
    drawn = random.Random(f"moved:{heard.loan_no}:{heard.due}:{heard.stage}")
    chance = effects.help_of(
        person,
        tone=heard.tone,
        channel=heard.channel,
        hour=heard.at.hour,
        before=heard.before,
    )
    if drawn.random() >= chance:
        return None
    day = heard.at.date() + timedelta(days=drawn.choice((1, 1, 1, 2)))
    return payday_from(person, day) if person.temper == Temper.SHORT else day


def answer(person: Borrower, heard: Heard) -> Said | None:
    """What somebody writes back, within the evening."""
    drawn = random.Random(f"says:{heard.loan_no}:{heard.due}:{heard.stage}:{heard.at:%d}")
    stops = drawn.random() < effects.OPT_OUT
    if not stops and drawn.random() >= effects.reply_chance(person, tone=heard.tone):
        return None
    matter = Matter.STOP if stops else _matter(person, drawn)
    day = _promised(person, heard) if matter == Matter.PROMISE else None
    words = drawn.choice(WORDS["en" if heard.language == "en" else "zh"][matter])
    wait = timedelta(minutes=drawn.randint(2, 70))
    return Said(matter, words.format(day=day.day if day else ""), wait, day)


def rings_up(person: Borrower, heard: Heard) -> bool:
    """Whether this text makes them complain on the telephone."""
    drawn = random.Random(f"rings:{heard.loan_no}:{heard.due}:{heard.stage}:{heard.at:%d}")
    return person.temper == Temper.ANGRY and drawn.random() < effects.RINGS_UP


def _matter(person: Borrower, drawn: random.Random) -> Matter:
    said: dict[Temper, tuple[Matter, ...]] = {
        Temper.STEADY: (Matter.THANKS, Matter.PAID, Matter.THANKS),
        Temper.FORGETFUL: (Matter.PROMISE, Matter.THANKS, Matter.PAID, Matter.QUESTION),
        Temper.SHORT: (Matter.PROMISE, Matter.PROMISE, Matter.QUESTION, Matter.THANKS),
        Temper.ANGRY: (Matter.COMPLAINT, Matter.COMPLAINT, Matter.QUESTION),
        Temper.ILL: (Matter.HARDSHIP,),
        Temper.STRANGER: (Matter.STRANGER,),
    }
    return drawn.choice(said[person.temper])


def _promised(person: Borrower, heard: Heard) -> date:
    """Those short of money name their payday, the others one of the next days."""
    tomorrow = heard.at.date() + timedelta(days=1)
    if person.temper == Temper.SHORT:
        return payday_from(person, tomorrow)
    return tomorrow + timedelta(days=len(heard.loan_no) % 3)
