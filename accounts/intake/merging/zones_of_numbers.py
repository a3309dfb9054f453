"""Where a telephone number is at home, and whether a file says it is night elsewhere. Pure."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import phonenumbers
from phonenumbers import timezone

FAR = timedelta(hours=3)
"""People take their number along to the next state, seldom across an ocean."""

AREA = 6  # characters of E.164: the country, and the area where a country has several zones
_SOME_DAY = datetime(2026, 1, 15, tzinfo=UTC)  # summer time moves an hour, FAR is three


def is_elsewhere(phone: str | None, zones: Collection[str]) -> bool:
    """Whether all of `zones` (texts wait for the day of each) are far from every zone of this
    number, E.164. Without a number, or for one whose home nobody knows: no."""
    home = _home_of(phone[:AREA]) if phone else frozenset()
    return bool(home) and all(
        abs(_offset(zone) - offset) > FAR for zone in zones for offset in home
    )


@lru_cache(maxsize=4096)
def _home_of(area: str) -> frozenset[timedelta]:
    try:
        number = phonenumbers.parse(area.ljust(12, "0"))
    except phonenumbers.NumberParseException:
        return frozenset()
    zones = timezone.time_zones_for_geographical_number(number)
    return frozenset(_offset(zone) for zone in zones if zone != timezone.UNKNOWN_TIMEZONE)


@lru_cache(maxsize=1024)
def _offset(zone: str) -> timedelta:
    return _SOME_DAY.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
