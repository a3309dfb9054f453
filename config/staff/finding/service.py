"""Everything of every kind that what was typed may mean."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from config.staff.days import day_of
from config.staff.finding import people, places, texts
from config.staff.finding.found import LONGEST, Finder, Kind

KINDS: tuple[tuple[Any, Finder], ...] = (
    (_("Loans"), people.loans),
    (_("Complaints"), people.complaints),
    (_("What customers said on their page"), people.wishes),
    (_("Pages"), places.pages),
    (_("Acts"), places.acts),
    (_("Templates"), texts.texts),
)


def find(user: Any, typed: str) -> list[Kind]:
    """Kinds with something in them. Nothing typed: the person's day, and what can be done."""
    typed = typed.strip()[:LONGEST]
    if not typed:
        day = [places.line(place) for place in day_of(user)]
        found = [Kind(_("My day"), day), Kind(_("Acts"), places.acts(user, ""))]
    else:
        found = [Kind(title, finder(user, typed)) for title, finder in KINDS]
        known = any(kind.lines for kind in found)
        found.insert(0, Kind(_("Customers"), people.customers(user, typed, known=known)))
    return [kind for kind in found if kind.lines]
