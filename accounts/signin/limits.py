"""How often a sign-in may be tried, and how the waits grow. All figures are our own proposal."""

from datetime import timedelta
from typing import NamedTuple


class Limit(NamedTuple):
    """From one place, `free` wrong tries follow each other without a wait; after them each takes
    twice the wait of the one before, at most `longest`. Counting begins anew `within` after the
    first of them."""

    name: str
    free: int
    first: timedelta
    longest: timedelta
    within: timedelta


_SOON, _LONGEST, _DAY = timedelta(seconds=30), timedelta(minutes=15), timedelta(days=1)

# A guesser gets about a hundred tries a day at one login (NIST SP 800-63B 5.2.2: at most 100 in a
# row), and its owner never waits longer than a quarter of an hour.
DEVICE = Limit("device", 5, _SOON, _LONGEST, _DAY)
"""A login from a browser it has signed in with before: nobody else's tries count here."""
PAIR = Limit("login, network", 5, _SOON, _LONGEST, _DAY)
NETWORK = Limit("network", 20, timedelta(seconds=10), _LONGEST, timedelta(hours=1))
LOGIN = Limit("login", 30, _SOON, _LONGEST, _DAY)
# A code has a million values and three are good at a time: whoever has the password gets about
# 130 tries a day, and needs years.
CODE_DEVICE = Limit("code, device", 5, _SOON, _LONGEST, _DAY)
CODE_PAIR = Limit("code, network", 5, _SOON, _LONGEST, _DAY)
CODE_LOGIN = Limit("code", 10, _SOON, _LONGEST, _DAY)
SECOND_PART = Limit("second part", 5, _SOON, _LONGEST, _DAY)
"""Of one link to a new password; the code has 60 bits."""
OWN_NUMBER = Limit("own number", 3, timedelta(hours=1), _DAY, _DAY)
"""Numbers one colleague enters as their own: whoever asks which numbers are known here learns
little, and slowly."""
EVERYWHERE = Limit(
    "everywhere", 100, timedelta(seconds=1), timedelta(seconds=8), timedelta(minutes=10)
)
"""More than that is an attack, and an alarm; who comes from a browser that is not known waits for
seconds, everybody else not at all."""


def wait_after(limit: Limit, tries: int) -> timedelta:
    """How long the next try has to wait after so many wrong ones."""
    beyond = tries - limit.free
    if beyond < 0:
        return timedelta(0)
    doublings = min(beyond, 32)  # beyond any `longest`, and no number a timedelta cannot hold
    return min(limit.first * (1 << doublings), limit.longest)
