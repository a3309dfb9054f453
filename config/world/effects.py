"""What a text does, as it is known to be in this world. Pure: the truth that pages look for."""

from collections.abc import Mapping

from config.world.people import Borrower, Temper

HELP: Mapping[Temper, float] = {
    Temper.STEADY: 0.0,
    Temper.FORGETFUL: 0.24,
    Temper.SHORT: 0.06,
    Temper.ANGRY: 0.03,
    Temper.ILL: 0.01,
    Temper.STRANGER: 0.0,
}
"""What one gentle text by SMS at a middling hour adds to the chance that somebody who would not pay
yet does so within two days (those short of money: by their payday)."""

BY_TONE: Mapping[str, float] = {"gentle": 1.0, "neutral": 0.95, "firm": 0.6}
BY_CHANNEL: Mapping[str, float] = {"sms": 1.0, "email": 0.5, "wechat": 1.1, "push": 0.7}
BEST_HOUR, OTHER_HOUR = 1.35, 0.8
"""At the hour somebody likes best, and at any other."""

AGAIN = 0.55
"""A text about the same instalment works so much less than the one before."""

REPLIES: Mapping[Temper, float] = {
    Temper.STEADY: 0.006,
    Temper.FORGETFUL: 0.016,
    Temper.SHORT: 0.05,
    Temper.ANGRY: 0.05,
    Temper.ILL: 0.03,
    Temper.STRANGER: 0.35,
}
"""The chance that a text is answered."""

ANNOYED_BY_FIRM = 1.8
"""So much more often the angry answer a firm text."""

OPT_OUT = 0.002
"""Anybody's chance to stop the texts by a keyword."""

RINGS_UP = 0.012
"""The chance that a text makes somebody angry complain on the telephone."""


def help_of(person: Borrower, *, tone: str, channel: str, hour: int, before: int) -> float:
    """By how much this text raises the chance to pay; `before`: texts about the same instalment
    that came earlier; `hour`: local, 0 to 23."""
    liked = BEST_HOUR if hour == person.best_hour else OTHER_HOUR
    return HELP[person.temper] * BY_TONE[tone] * BY_CHANNEL[channel] * liked * AGAIN**before


def reply_chance(person: Borrower, *, tone: str) -> float:
    more = ANNOYED_BY_FIRM if person.temper == Temper.ANGRY and tone == "firm" else 1.0
    return REPLIES[person.temper] * more
