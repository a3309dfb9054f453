"""`--from` and `--to` of commands: whole days of the installation's time zone, both included."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date, datetime, time, timedelta

from django.utils.timezone import make_aware


def day(text: str) -> date:
    """2026-09-15, for argparse."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no day; write 2026-09-15") from error


def beginning(of: date) -> datetime:
    """The first moment of that day."""
    return make_aware(datetime.combine(of, time(0)))


def end(of: date) -> datetime:
    """The first moment after that day."""
    return beginning(of + timedelta(days=1))
