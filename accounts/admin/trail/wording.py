"""What single tables say of themselves in the trail, where columns and codes would say little.

Later rooms add theirs when their screens are loaded (`CALLED`, `TOLD`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _, pgettext_lazy

from accounts.models import StaffRequest
from accounts.models.choices import Role


@dataclass(frozen=True, slots=True)
class Told:
    """One change in words: what of it, before, after."""

    what: str
    before: str
    after: str


CALLED: dict[str, Callable[[Collection[int]], Mapping[int, str]]] = {}
"""Table → what its rows are called, by id; one set of queries for all of them."""

TOLD: dict[tuple[str, str], Callable[[Any, Any], Sequence[Told]]] = {}
"""Table and column → a change of it, as several in words. Both values as they are on record; None
for a row that was not there."""

VERBS = {
    ("accounts_user_groups", "insert"): pgettext_lazy("trail", "gave the role"),
    ("accounts_user_groups", "delete"): pgettext_lazy("trail", "took away the role"),
    ("accounts_stafflender", "insert"): pgettext_lazy("trail", "gave the people of a lender"),
    ("accounts_stafflender", "delete"): pgettext_lazy("trail", "took away the people of a lender"),
}
"""They name their thing themselves: no kind stands before it."""

DID = {
    ("messaging_stop", "insert"): pgettext_lazy("trail", "placed"),
    ("messaging_leftout", "insert"): pgettext_lazy("trail", "noted"),
}
"""Where another word says better what was done."""

CAME = {
    ("messaging_run", "releasing", "released"): pgettext_lazy("trail", "began to send"),
    ("messaging_run", "paused", "released"): pgettext_lazy("trail", "went on with"),
}
"""The same of a state that a row came into from another."""


def roles(ids: Collection[int]) -> Mapping[int, str]:
    known = dict(Role.choices)
    rows = Group.objects.filter(pk__in=ids).values_list("pk", "name")
    return {pk: str(known.get(name, name)) for pk, name in rows}


def requests(ids: Collection[int]) -> Mapping[int, str]:
    found = StaffRequest.objects.filter(pk__in=ids)
    return {
        each.pk: " · ".join(
            filter(
                None,
                [
                    str(each.subject),
                    str(each.get_kind_display()),
                    str(each.get_role_display() if each.role else ""),
                    str(each.course or ""),
                    str(each.what_lender if each.kind == StaffRequest.Kind.LENDER else ""),
                ],
            )
        )
        for each in found.select_related("subject", "course", "lender")
    }


CALLED["auth_group"] = roles
CALLED["accounts_staffrequest"] = requests


def pair(values: Mapping[str, Any], names: Mapping[tuple[str, str], str]) -> str:
    """Who was given or lost what, of a row that joins a person with a role or a lender."""
    person = names.get(("accounts_user", str(values.get("user_id"))), "")
    if "group_id" in values:
        what = names.get(("auth_group", str(values["group_id"])), "")
    elif values.get("lender_id") is None:
        what = _("All lenders")
    else:
        what = names.get(("accounts_lender", str(values["lender_id"])), "")
    return f"{person} · {what}" if person else ""
