"""What the database refuses about people, said in words."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.utils.translation import gettext_lazy as _

from accounts.database import refusals
from accounts.errors import Refused

SENTENCES = {
    "a_person_takes_two_people": _("Another person has to decide: you asked for it yourself."),
    "nobody_gives_themselves_power": _("Nobody asks or decides about themselves."),
    "who_asks_may": _("Your role may not ask for this."),
    "who_decides_may": _("Your role may not decide on this."),
    "who_gives_people_has_them": _(
        "This is about people you do not work with: whoever asks for it, or approves it, works "
        "with all of them."
    ),
    "an_administrator_holds_no_other_role": _(
        "An administrator holds no other role. Take the other role away first."
    ),
    "nobody_signs_in_as_a_machine": _(
        "Nobody signs in as a machine: it has no role, training or password."
    ),
    "an_address_is_its_persons_own": _(
        "Links to a new password go to this address: only the person may change it."
    ),
    "an_address_stays_as_asked": _(
        "Somebody is asked about a link to this address: it stays until that is decided."
    ),
    "somebody_watches": _(
        "Nobody else would watch over these people then: have another auditor approved first."
    ),
    "others_can_mend": _(
        "Nobody but you could give anybody power again: have another administrator approved first."
    ),
    "one_record_per_course_and_day": _("This training is on record already."),
    "one_open_request_of_a_kind": _("The same is asked for already; it waits to be decided."),
}
"""By the name of the constraint or trigger that refused."""


def guarded() -> AbstractContextManager[None]:
    """One transaction, whose refusal by the database is raised as Refused."""
    return refusals.guarded(SENTENCES, Refused)
