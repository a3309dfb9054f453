"""The small parts a policy is made of: windows, caps, and where a figure comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

DAY_SECONDS = 86_400
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ANY_CHANNEL = "all"
LANGUAGES = ("zh-hans", "zh-hant", "en")
CHANNELS = ("sms", "email", "phone", "wechat", "push")
WRITTEN = ("sms", "email", "wechat", "push")
SCOPES = ("customer", "address", "account")
"""Whose contacts a cap counts: one customer's, over all loans and addresses; one address's, over
every customer who gave it; those about one account (a loan), over all addresses and channels."""
KINDS = ("message", "call", "dial")
"""What a cap counts: a text handed over, an effective call, an unanswered dial."""

ORIGINS = {
    "V": "official or vendor text seen",
    "V2": "secondary copy",
    "M": "general knowledge, unverified",
    "P": "our own proposal: policy, not statute",
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a figure comes from: `source` as shown on screen, `status` one of ORIGINS."""

    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Window:
    """Half-open span of local wall time: `start` is inside, `end` is not.

    `end` earlier than `start` wraps midnight; an end of 00:00 is the end of the day.
    """

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start == self.end:
            raise ValueError(
                f"a window from {self.start:%H:%M} to {self.end:%H:%M} has no length; "
                "it is never read as the whole day"
            )

    @classmethod
    def parse(cls, text: str) -> Window:
        """Read `08:00-22:00`; `24:00` is accepted as the end of the day."""
        start, dash, end = text.partition("-")
        if not dash:
            raise ValueError(f"{text!r} is no window; write 08:00-22:00")
        return cls(_clock_time(start), _clock_time("00:00" if end.strip() == "24:00" else end))

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


def _clock_time(text: str) -> time:
    try:
        hours, minutes = text.strip().split(":")
        return time(int(hours), int(minutes))
    except ValueError as error:
        raise ValueError(f"{text!r} is no time of day; write 08:00") from error


Week = tuple[tuple[Window, ...], ...]
"""Windows that start on each weekday, Monday first."""

Windows = Mapping[str, Week]
"""A week per channel; the key `all` serves every channel without one of its own."""


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `limit` contacts of the kinds in `counts` within one of SCOPES.

    `channels` are the channels this cap restrains; contacts on every channel are counted. `hours`
    is a rolling period; None means the recipient's calendar day.
    """

    scope: str
    channels: tuple[str, ...]
    counts: tuple[str, ...]
    limit: int
    hours: int | None
    origin: Origin

    @property
    def key(self) -> tuple[object, ...]:
        """What the cap is about; two caps with the same key differ only in how much they allow."""
        return (self.scope, frozenset(self.channels), frozenset(self.counts), self.hours)
