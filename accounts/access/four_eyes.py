"""Four eyes: who may be the second person. Said here once; screens say why not before they try.

The database holds decisions to the same rule, whatever asks it (the triggers of each table).
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User

Sentence = str | Promise
Hands = Iterable[tuple[Collection[int | None], Sentence]]
"""People by id who had a hand in it already, each group with what such a person is told."""


def obstacle(
    by: User, *, hands: Hands, may: bool, role: Sentence, trained_at: datetime | None = None
) -> str:
    """Why this person cannot decide; empty when they can.

    Whoever had a hand in it is told so first; then whose role does not decide (`may`) is told
    `role`; then, where `trained_at` is the moment of a decision that takes training, whose
    training is not valid on its day.
    """
    for people, sentence in hands:
        if by.pk in people:
            return str(sentence)
    if not may:
        return str(role)
    if trained_at is not None and not is_trained(by, trained_at):
        return _("Your training is not valid on this day; only a trained person decides about it.")
    return ""


def is_trained(person: User, now: datetime) -> bool:
    """Has this person passed a qualifying training that is valid at `now`?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT huancui_is_trained(%s, %s)", [person.pk, now])
        return bool(cursor.fetchone()[0])
