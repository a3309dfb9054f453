"""What the database refuses about people, said in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.errors import Refused


class RequestRefused(Refused):
    """Nothing about the person was changed."""


SENTENCES = {
    "a_person_takes_two_people": _("Another person has to decide: you asked for it yourself."),
    "nobody_gives_themselves_power": _("Nobody asks or decides about themselves."),
    "who_asks_may": _("Your role may not ask for this."),
    "who_decides_may": _("Your role may not decide on this."),
    "an_administrator_holds_no_other_role": _(
        "An administrator holds no other role. Take the other role away first."
    ),
    "one_record_per_course_and_day": _("This training is on record already."),
    "one_open_request_of_a_kind": _("The same is asked for already; it waits to be decided."),
}
"""By the name of the constraint or trigger that refused."""


@contextmanager
def guarded() -> Iterator[None]:
    """Raises RequestRefused where the database refuses, by the name it gives; anything else goes
    on."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if name not in SENTENCES:
            raise
        raise RequestRefused(str(SENTENCES[name])) from error
