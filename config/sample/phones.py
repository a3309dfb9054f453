"""The sample collector's own telephone: entered, confirmed by a supervisor, proved by a code; so
that “See it on my telephone” can be tried at once."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from accounts.sample.people import sandbox_phone
from accounts.staff_numbers import service

NUMBER = sandbox_phone(99_000_001)
"""A number of sandboxes, which no borrower of the sample has."""


def install(staff: dict[str, User], *, now: datetime) -> None:
    """Once: a sandbox that is emptied begins with it again."""
    collector = staff["collector"]
    if service.of(collector) is not None:
        return
    asked = service.ask(collector, typed=NUMBER, now=now)
    confirmed = service.confirm(asked, typed=NUMBER, by=staff["supervisor3"], now=now)
    service.prove(confirmed, typed=service.draw_code(confirmed, now=now), now=now)
