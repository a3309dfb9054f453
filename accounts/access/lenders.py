"""Whose people somebody works with, and for whom they decide.

Pages say no more than "their own": the database knows whose (config.database_roles.policies), and
shows no others. Who decides about something works with every lender it concerns: what belongs to
one, with that one; what serves all of them, with all (huancui_works_with). The database refuses
everybody else; here it is said before they try.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, BooleanField, F, Func, Q, QuerySet, Value
from django.utils.translation import gettext as _

from accounts.database.refusals import ALL_CONCERNED, SHARED
from accounts.errors import Refused
from accounts.models import Customer, Lender, StaffLender, User

EVERYBODY, OWN = "*", "own"
"""As the database is told: the people of every lender; of those whom the person works with."""

NAMED = 5


def of(user: Any) -> set[int] | None:
    """Ids; None: all, today's and later ones. One query."""
    found = set(StaffLender.objects.filter(user=user.pk).values_list("lender_id", flat=True))
    return None if None in found else {pk for pk in found if pk is not None}


def decides_for(user: Any, lender: int | None) -> bool:
    """Whether this person decides for the lender of this id; None: for every one there is, however
    they came to work with each of them. One query."""
    return _answered("huancui_works_with", user, lender)


def decides_about(user: Any, customer: Customer | int) -> bool:
    """Whether this person works with every lender of this customer. One query."""
    pk = customer.pk if isinstance(customer, Customer) else customer
    return _answered("huancui_works_with_lenders_of", user, pk)


def all_of(user: Any, customer: str = "customer") -> Func:
    """The same of each row of a list, by the column that names its customer."""
    return Func(
        Value(user.pk, output_field=BigIntegerField()),
        F(customer),
        function="huancui_works_with_lenders_of",
        output_field=BooleanField(),
    )


def decides_over(user: Any, colleague: User) -> bool:
    """Whether this person works with every lender that the colleague works with. One query."""
    return _answered("huancui_works_with_colleague", user, colleague.pk)


def obstacle(user: Any, lender: int | None, *, deciders: str = "") -> str:
    """Why this person does not decide for the lender of this id, or for all (None); empty when they
    do. `deciders`: the permission by which one decides, so that who does is named."""
    if decides_for(user, lender):
        return ""
    if lender is not None:
        return str(SHARED[ALL_CONCERNED])
    who = _who_decides(deciders) if deciders else _("Somebody who works with all does.")
    why = _("This serves every lender, and you work with some of them only. %(who)s")
    return why % {"who": who}


def obstacle_to_all(user: Any) -> str:
    """Why this person does not act for all lenders; empty when they may."""
    return obstacle(user, None)


def require_all(user: Any) -> None:
    """Raise Refused where somebody of some lenders would act for all of them."""
    if why_not := obstacle_to_all(user):
        raise Refused(why_not)


def works_with(user: Any, lender: Lender | int | None) -> bool:
    """Whether what belongs to this lender is this person's; what belongs to none is everybody's."""
    pk = lender.pk if isinstance(lender, Lender) else lender
    return pk is None or (theirs := of(user)) is None or pk in theirs


def is_shown(user: Any, customer: int | None) -> bool:
    """Whether this customer is one of this person's; an unknown one is of who works with all."""
    return _answered("huancui_is_shown", user, customer)


def shown_customer(people: QuerySet[User], customer: int | None) -> QuerySet[User]:
    """Those to whom this customer is shown; an unknown one to who works with every lender."""
    return _who(people, "huancui_is_shown", customer)


def working_with(people: QuerySet[User], lender: int | None) -> QuerySet[User]:
    """Those who work with this lender; None: with all."""
    return _who(people, "huancui_works_with", lender)


def _who(people: QuerySet[User], function: str, about: int | None) -> QuerySet[User]:
    asked = Value(about, output_field=BigIntegerField())
    answer = Func(F("pk"), asked, function=function, output_field=BooleanField())
    return people.annotate(they_do=answer).filter(they_do=True)


def of_all(permission: str) -> QuerySet[User]:
    """People whose role has this permission and who decide for every lender, by name."""
    app, _dot, code = permission.partition(".")
    by_role = Q(
        groups__permissions__codename=code, groups__permissions__content_type__app_label=app
    )
    people = working_with(User.objects.filter(by_role, is_active=True), None)
    return people.distinct().order_by("display_name", "username")


def _who_decides(permission: str) -> str:
    people = list(of_all(permission)[: NAMED + 1])
    if not people:
        return _(
            "Nobody who decides works with all of them: two administrators give somebody “All "
            "lenders”."
        )
    more = "…" if len(people) > NAMED else ""
    return _("Who works with all of them decides: %(people)s.") % {
        "people": _names(people[:NAMED]) + more
    }


def _names(people: Iterable[User]) -> str:
    return "、".join(map(str, people))


def _answered(function: str, user: Any, about: int | None) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [user.pk, about])
        return bool(cursor.fetchone()[0])
