"""What the database refuses, told apart by the name of its rule and said as a sentence.

Constraints name themselves; a trigger names its rule by `USING CONSTRAINT = …`, a state machine by
its own name. The words of the database's message are for the log and decide nothing.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg2
from django.db import Error, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from psycopg2 import errorcodes

from accounts.errors import Refused

ALL_CONCERNED = "who_decides_works_with_all_concerned"
SHARED: Mapping[str, str | Promise] = {
    ALL_CONCERNED: _(
        "This concerns more lenders than those you work with: somebody who works with all of them "
        "decides."
    ),
}
"""Rules of many tables, said the same everywhere."""


def refused_by(error: Error) -> str:
    """The name of the constraint or trigger that refused; empty where the database named none."""
    cause = error.__cause__
    name = cause.diag.constraint_name if isinstance(cause, psycopg2.Error) else None
    return name or ""


def is_duplicate(error: Error) -> bool:
    """Somebody else wrote a row of this key first. Any other refusal is a fault."""
    return bool(getattr(error.__cause__, "pgcode", None) == errorcodes.UNIQUE_VIOLATION)


@contextmanager
def guarded(
    sentences: Mapping[str, str | Promise], refusal: type[Refused] = Refused
) -> Iterator[None]:
    """One transaction. A refusal whose rule is among `sentences`, or shared by many tables, is
    raised as `refusal(sentence)`; any other error as it came."""
    try:
        with transaction.atomic():
            yield
    except Error as error:
        sentence = {**SHARED, **sentences}.get(refused_by(error))
        if sentence is None:
            raise
        raise refusal(str(sentence)) from error
