"""A colleague's own number: entered by its owner, confirmed by another who types it again, proved
by a code. Nothing is sent to it before the second person confirmed it, not even that code: so no
number entered here is a way to write to somebody else.

Changing a number ends it and begins anew. What the database refuses is said here in words.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _, gettext_lazy

from accounts.database import refusals
from accounts.errors import Refused
from accounts.intake.parsing.cells.addresses import gets_texts
from accounts.keys import keyring
from accounts.models import StaffNumber, StaffNumberCode, User
from accounts.models.choices import Channel
from accounts.new_numbers import countries
from accounts.privacy.keyring import netstrings
from accounts.signin import throttle
from accounts.signin.limits import OWN_NUMBER

State = StaffNumber.State
CODE_LASTS = timedelta(minutes=10)
DIGITS = 6
MARKS = "23456789"
"""Of codes; none that is taken for a letter."""
PURPOSE = "staff_number.code"
_NOT_YOURS = gettext_lazy(
    "This number cannot be yours here: it is, or was, known as somebody else’s, or people were "
    "written to or heard from by it. Use a number that only you have."
)
SENTENCES = {
    "a_staff_number_is_no_customers": _NOT_YOURS,
    "a_staff_number_is_one_persons": _NOT_YOURS,
    "a_staff_number_takes_two_people": gettext_lazy(
        "Another person has to decide: the number is your own."
    ),
    "one_number_of_a_colleague": gettext_lazy("You have a number here already. End it first."),
    "staff_number_states": gettext_lazy("This has been decided already."),
    "a_decided_staff_number_stays": gettext_lazy("This has been decided already."),
    "who_acts_may": gettext_lazy("Your role may not do this."),
}
"""By the name of the constraint or trigger that refused."""


def of(user: User) -> StaffNumber | None:
    """The one a person has: asked for, confirmed, or in use."""
    return StaffNumber.objects.filter(user=user, state__in=StaffNumber.LIVE).first()


def ask(user: User, *, typed: str, now: datetime) -> StaffNumber:
    """Entered by its owner; one that they had before is ended. Raises Refused."""
    until = throttle.count({throttle.place(OWN_NUMBER, str(user.pk)): OWN_NUMBER}, now=now)
    if until is not None:
        at = date_format(localtime(until), "SHORT_DATETIME_FORMAT")
        raise Refused(_("You have entered several numbers. The next one at %(at)s.") % {"at": at})
    number = countries.read(typed, countries.of_work(user))
    if not gets_texts(number):
        raise Refused(_("That is no mobile number: texts do not reach it."))
    by_text, by_phone = hashes(number)
    with refusals.guarded(SENTENCES):
        had = of(user)
        if had is not None:
            end(had, by=user, now=now)
        return StaffNumber.objects.create(
            user=user, number=number, sms_hash=by_text, phone_hash=by_phone, asked_at=now
        )


def hashes(number: str) -> tuple[bytes, bytes]:
    """By which texts and calls to it are found."""
    by = keyring().suppression_hash
    return by(number, Channel.SMS), by(number, Channel.PHONE)


def is_a_customers(number: StaffNumber) -> bool:
    """Whether it is, or ever was, some customer's: as the database knows it, of every lender."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT huancui_is_a_customers(sms_hash, phone_hash) FROM accounts_staffnumber"
            " WHERE id = %s",
            [number.pk],
        )
        return bool(cursor.fetchone()[0])


def confirm(asked: StaffNumber, *, typed: str, by: User, now: datetime) -> StaffNumber:
    """The second person typed the same number as their colleague's. Raises Refused."""
    with refusals.guarded(SENTENCES):
        fresh = _open(asked, State.ASKED)
        if by.pk == fresh.user_id:
            raise Refused(str(SENTENCES["a_staff_number_takes_two_people"]))
        if countries.read(typed, countries.of_numbers([fresh.number])) != fresh.number:
            raise Refused(_("That is not the number that was entered. Ask your colleague."))
        return _decided(fresh, State.CONFIRMED, by=by, now=now)


def refuse(asked: StaffNumber, *, by: User, now: datetime) -> StaffNumber:
    """The second person does not know it as their colleague's. Raises Refused."""
    with refusals.guarded(SENTENCES):
        return _decided(_open(asked, State.ASKED), State.REFUSED, by=by, now=now)


def end(number: StaffNumber, *, by: User, now: datetime) -> StaffNumber:
    """By its owner, or by who may decide about it. Raises Refused."""
    own = by.pk == number.user_id
    return _ended(number, StaffNumber.Ended.SELF if own else StaffNumber.Ended.OTHER, by, now)


def end_as_a_customers(number: StaffNumber, *, now: datetime) -> StaffNumber:
    """A file or a page has since brought it as a customer's."""
    return _ended(number, StaffNumber.Ended.CUSTOMER, None, now)


def draw_code(number: StaffNumber, *, now: datetime) -> str:
    """A fresh code, kept as a hash; for the worker that sends it, in the transaction in which that
    begins."""
    code = "".join(secrets.choice(MARKS) for _n in range(DIGITS))
    StaffNumberCode.objects.create(
        number=number, code_hash=_hashes(number, code)[0], made_at=now, good_until=now + CODE_LASTS
    )
    return code


def prove(number: StaffNumber, *, typed: str, now: datetime) -> StaffNumber:
    """The code of the last text, typed by its owner. Raises Refused: wrong, over, or tried too
    often, and then another has to be sent. A wrong try stays counted."""
    with transaction.atomic():
        code = _counted(number, now)
    said = "".join(sign for sign in typed if sign.isdecimal())
    if bytes(code.code_hash) not in _hashes(number, said):
        left = StaffNumberCode.MOST_TRIES - code.tries
        raise Refused(_("That is not the code. Tries left: %(n)d.") % {"n": left})
    with refusals.guarded(SENTENCES):
        fresh = _open(number, State.CONFIRMED)
        code.used_at = fresh.verified_at = now
        code.save(update_fields=["used_at"])
        fresh.state = State.IN_USE
        fresh.save(update_fields=["state", "verified_at"])
    return fresh


def _counted(number: StaffNumber, now: datetime) -> StaffNumberCode:
    """The last code of this number, one try of it counted."""
    codes = StaffNumberCode.objects.select_for_update(no_key=True).filter(number=number)
    code = codes.order_by("-pk").first()
    if code is None or now >= code.good_until or code.used_at is not None:
        raise Refused(_("There is no code that is good now. Have one sent."))
    if code.tries >= StaffNumberCode.MOST_TRIES:
        raise Refused(_("This code was tried too often. Have another sent."))
    code.tries += 1
    code.save(update_fields=["tries"])
    return code


def _hashes(number: StaffNumber, code: str) -> list[bytes]:
    return keyring().blind_indexes(netstrings((str(number.pk), code)), PURPOSE)


@transaction.atomic
def _open(number: StaffNumber, *states: str) -> StaffNumber:
    rows = StaffNumber.objects.select_related("user")
    fresh = rows.select_for_update(of=("self",), no_key=True).get(pk=number.pk)
    if fresh.state not in states:
        raise Refused(
            _("This has been decided already: %(state)s.") % {"state": fresh.get_state_display()}
        )
    return fresh


def _decided(fresh: StaffNumber, state: str, *, by: User, now: datetime) -> StaffNumber:
    fresh.state, fresh.decided_by, fresh.decided_at = state, by, now
    fresh.save(update_fields=["state", "decided_by", "decided_at"])
    return fresh


def _ended(number: StaffNumber, why: str, by: User | None, now: datetime) -> StaffNumber:
    with refusals.guarded(SENTENCES):
        fresh = _open(number, *StaffNumber.LIVE)
        fresh.state, fresh.ended_at, fresh.ended_by, fresh.ended_why = State.ENDED, now, by, why
        fresh.save(update_fields=["state", "ended_at", "ended_by", "ended_why"])
        return fresh
