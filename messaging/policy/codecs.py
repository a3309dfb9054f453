"""Reading and writing one value of a policy document; errors are plain ValueErrors."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from .parts import ANY_CHANNEL, CHANNELS, LANGUAGES, WEEKDAYS, Week, Window, Windows


@dataclass(frozen=True, slots=True)
class Codec:
    """`read` turns what JSON or YAML gave into a value, `write` turns it back for JSON."""

    read: Callable[[Any], Any]
    write: Callable[[Any], Any] = lambda value: value


def whole(*, least: int = 0, optional: bool = False) -> Codec:
    """A whole number of at least `least`; None too when optional."""

    def read(raw: Any) -> int | None:
        if raw is None and optional:
            return None
        if isinstance(raw, bool) or not isinstance(raw, int) or raw < least:
            raise ValueError(f"{raw!r} is not a whole number of at least {least}")
        return raw

    return Codec(read)


def one_of(*words: str) -> Codec:
    """One of the given words."""

    def read(raw: Any) -> str:
        if raw not in words:
            raise ValueError(f"{raw!r} is not one of: {', '.join(words)}")
        return str(raw)

    return Codec(read)


def words(*permitted: str) -> Codec:
    """A list of words, from `permitted` when that is given."""

    def read(raw: Any) -> tuple[str, ...]:
        if not isinstance(raw, list | tuple) or not all(isinstance(w, str) and w for w in raw):
            raise ValueError(f"{raw!r} is not a list of words")
        for word in raw:
            if permitted and word not in permitted:
                raise ValueError(f"{word!r} is not one of: {', '.join(permitted)}")
        return tuple(raw)

    return Codec(read, list)


def _read_words_by_language(raw: Any) -> Mapping[str, tuple[str, ...]]:
    """Words by language, at least one each; the first is the one texts name."""
    if not isinstance(raw, Mapping) or set(raw) != set(LANGUAGES):
        raise ValueError(f"{raw!r} does not give words for {', '.join(LANGUAGES)}")
    read = {language: words().read(raw[language]) for language in LANGUAGES}
    for language, said in read.items():
        if not said or not said[0].isascii():
            raise ValueError(f"the first word of {language} is no word of Latin letters")
    return read


def _read_flag(raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise ValueError(f"{raw!r} is not yes or no")
    return raw


def _read_share(raw: Any) -> Decimal:
    try:
        share = Decimal(str(raw))
    except InvalidOperation as error:
        raise ValueError(f"{raw!r} is not a number") from error
    if not share.is_finite() or not 0 <= share <= 1:
        raise ValueError(f"{raw!r} is not a share between 0 and 1")
    return share


def _read_amount(raw: Any) -> Decimal:
    try:
        amount = Decimal(str(raw))
    except InvalidOperation as error:
        raise ValueError(f"{raw!r} is not an amount") from error
    if isinstance(raw, bool) or not amount.is_finite() or amount < 0:
        raise ValueError(f"{raw!r} is not an amount of 0 or more")
    return amount


def _read_zone(raw: Any) -> str:
    try:
        ZoneInfo(raw)
    except (KeyError, ValueError, TypeError, OSError) as error:
        raise ValueError(f"{raw!r} is no known time zone") from error
    return str(raw)


def _read_days(raw: Any) -> tuple[str, ...]:
    """Dates such as 2026-02-16, or 02-16 for that day of every year."""
    if not isinstance(raw, list | tuple):
        raise ValueError(f"{raw!r} is not a list of days")
    days = [day.isoformat() if isinstance(day, date) else str(day) for day in raw]
    for day in days:
        if not re.fullmatch(r"(\d{4}-)?\d{2}-\d{2}", day):
            raise ValueError(f"{day!r} is no day; write 2026-02-16, or 02-16 for every year")
        date.fromisoformat(day if len(day) == 10 else f"2024-{day}")  # a leap year has every day
    return tuple(sorted(set(days)))


def _read_week(raw: Any) -> Week:
    if not isinstance(raw, Mapping):
        raise ValueError(f"{raw!r} is not a week; give windows for mon-fri, sat, sun …")
    week: list[tuple[Window, ...]] = [()] * 7
    for span, windows in raw.items():
        for day in _weekdays(str(span)):
            week[day] = tuple(sorted((Window.parse(str(w)) for w in windows), key=str))
    return tuple(week)


def _weekdays(span: str) -> range:
    first, _, last = span.partition("-")
    if first not in WEEKDAYS or (last or first) not in WEEKDAYS:
        raise ValueError(f"{span!r} is no weekday; write mon, or mon-fri")
    return range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1)


def _read_windows(raw: Any) -> Windows:
    if not isinstance(raw, Mapping):
        raise ValueError(f"{raw!r} is not a set of windows per channel")
    for channel in raw:
        if channel not in (*CHANNELS, ANY_CHANNEL):
            raise ValueError(f"{channel!r} is no channel; use {ANY_CHANNEL} or {CHANNELS}")
    if raw and ANY_CHANNEL not in raw:
        raise ValueError(f"windows for {ANY_CHANNEL!r} channels are missing")
    return {channel: _read_week(week) for channel, week in raw.items()}


def _read_hard_windows(raw: Any) -> Windows:
    if not raw:
        raise ValueError("windows are missing; a policy without any would allow the night")
    return _read_windows(raw)


def _write_windows(windows: Windows) -> dict[str, dict[str, list[str]]]:
    return {
        channel: {day: [str(w) for w in on_day] for day, on_day in zip(WEEKDAYS, week, strict=True)}
        for channel, week in windows.items()
    }


WORDS_BY_LANGUAGE = Codec(
    _read_words_by_language, lambda value: {key: list(said) for key, said in value.items()}
)
FLAG = Codec(_read_flag)
SHARE = Codec(_read_share, str)
AMOUNT = Codec(_read_amount, str)
ZONE = Codec(_read_zone)
DAYS = Codec(_read_days, list)
HARD_WINDOWS = Codec(_read_hard_windows, _write_windows)
SOFT_WINDOWS = Codec(_read_windows, _write_windows)
