"""What of messaging the audit trail says in words: what a stop covers, what changed in a policy."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.admin.trail.wording import CALLED, TOLD, Told
from messaging.admin.policies.table import sections
from messaging.admin.stops.scope_labels import names
from messaging.models import LeftOut, PolicyVersion, Stop
from messaging.policy.document import read_policy
from messaging.policy.errors import PolicyError


def stops(ids: Collection[int]) -> Mapping[int, str]:
    rows = list(Stop.objects.filter(pk__in=ids).values_list("pk", "scope", "object_id"))
    called = names((scope, of) for _pk, scope, of in rows)
    return {pk: called[scope, of] for pk, scope, of in rows}


def left_out(ids: Collection[int]) -> Mapping[int, str]:
    rows = LeftOut.objects.filter(pk__in=ids).select_related("customer", "run__lender")
    return {
        each.pk: f"{each.customer.customer_no} · {each.run} · {each.get_why_display()}"
        for each in rows
    }


def policy(before: Any, after: Any) -> Sequence[Told]:
    """Its figures that differ, as its page calls them; of a new one that it stands on its page."""
    if before is None or after is None:
        whole = str(PolicyVersion._meta.get_field("document").verbose_name)
        return [Told(whole, "—", _("all of them: see its page"))]
    was, now = _figures(before), _figures(after)
    return [
        Told(label, was.get(label, "—"), now.get(label, "—"))
        for label in {**was, **now}
        if was.get(label) != now.get(label)
    ]


def _figures(document: Any) -> dict[str, str]:
    try:
        told = sections(read_policy(document))
    except PolicyError:
        return {}
    return {figure.label: figure.value for section in told for figure in section.figures}


CALLED["messaging_leftout"] = left_out
CALLED["messaging_stop"] = stops
TOLD["messaging_policyversion", "document"] = policy
