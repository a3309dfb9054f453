"""Every page of the staff site that somebody may want to go to, by group, and what it is for.

A place is offered to whoever may open it. Each role's day is a few of them (config.staff.days); all
stand on one page (config.staff.all_pages) and are found by typing (config.staff.finding).
"""

from collections.abc import Iterator
from typing import Any

from config.staff.places.content import CONTENT
from config.staff.places.figures import FIGURES
from config.staff.places.kinds import Place
from config.staff.places.oversight import OVERSIGHT
from config.staff.places.people import PEOPLE
from config.staff.places.records import RECORDS
from config.staff.places.rules import RULES
from config.staff.places.today import TODAY

GROUPS = (TODAY, CONTENT, PEOPLE, RULES, FIGURES, OVERSIGHT, RECORDS)


def every() -> Iterator[Place]:
    """All places of the groups."""
    for group in GROUPS:
        yield from group.places


def is_open(place: Place, user: Any) -> bool:
    return not place.permission or bool(user.has_perm(place.permission))
