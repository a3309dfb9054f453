"""What the database refuses about periods, legal holds and runs, said in words."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.utils.translation import gettext_lazy as _

from accounts.database import refusals
from accounts.errors import Refused

_ANOTHER = _("Another person has to decide: you asked for it yourself.")
SENTENCES = {
    "a_period_takes_two_people": _ANOTHER,
    "a_legal_hold_takes_two_people": _ANOTHER,
    "two_people_lift_a_legal_hold": _ANOTHER,
    "an_erasure_takes_two_people": _ANOTHER,
    "one_erasure_of_a_person_at_a_time": _("This erasure is asked for already."),
    "erasure_states": _("This has been decided already."),
    "who_acts_may": _("Your role may not do this."),
    "one_open_period_of_a_kind": _("The same is asked for already; it waits to be decided."),
    "one_legal_hold_at_a_time": _("There is a legal hold of this kind already."),
    "nothing_goes_before_its_time": _("Nothing is kept for less than six months."),
    "period_states": _("This has been decided already."),
    "legal_hold_states": _("This has been decided already."),
    "retention_run_states": _("This run is further than that already."),
}
"""By the name of the constraint or trigger that refused."""


def guarded() -> AbstractContextManager[None]:
    """One transaction, whose refusal by the database is raised as Refused."""
    return refusals.guarded(SENTENCES, Refused)
