"""Time zones: looked up once, and cut into pieces within which the offset does not change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from .errors import UnknownZone

SAMPLE_SECONDS = 6 * 3600
"""No zone changes its offset twice within six hours."""

Piece = tuple[int, int, int]


@lru_cache(maxsize=1024)
def zone_info(name: str) -> ZoneInfo:
    """The zone of that name; UnknownZone when there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, TypeError, OSError) as error:
        raise UnknownZone(name) from error


def zone_tuple(zones: str | Sequence[str] | None, default: str) -> tuple[str, ...]:
    """Candidate zones as a tuple; nothing given means the default zone."""
    if isinstance(zones, tuple) and zones:
        return zones
    if not zones:
        return (default,)
    return (zones,) if isinstance(zones, str) else tuple(zones)


def offset_at(zone: str, second: int) -> int:
    """Seconds to add to UTC to read that zone's wall clock."""
    moment = datetime.fromtimestamp(second, UTC).astimezone(zone_info(zone))
    offset = moment.utcoffset()
    assert offset is not None  # an aware moment always has one  # noqa: S101
    return int(offset.total_seconds())


def constant_offset_pieces(zone: str, first: int, last: int) -> list[Piece]:
    """Cut [first, last) where the zone changes its offset: (begin, end, offset), in order."""
    pieces: list[Piece] = []
    begin, offset = first, offset_at(zone, first)
    for low in range(first, last, SAMPLE_SECONDS):
        high = min(low + SAMPLE_SECONDS, last)
        later = offset_at(zone, high)
        if later == offset:
            continue
        change = _first_second_with(zone, later, low=low, high=high)
        if change < last:
            pieces.append((begin, change, offset))
            begin, offset = change, later
    pieces.append((begin, last, offset))
    return pieces


def _first_second_with(zone: str, offset: int, *, low: int, high: int) -> int:
    while high - low > 1:
        middle = (low + high) // 2
        if offset_at(zone, middle) == offset:
            high = middle
        else:
            low = middle
    return high
