"""What is done to many suppressions at once: asked to be lifted, or lifted, on one evidence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from accounts.errors import Refused
from accounts.lists.bulk.acts import Act, register
from accounts.models import BulkRow, User
from accounts.rules.lifting import Lifting
from messaging.admin.messages.suppressions import EvidenceForm
from messaging.models import Suppression
from messaging.suppression import service as suppressions


def _lift(row: BulkRow, said: Mapping[str, Any], *, by: User, now: datetime) -> None:
    suppression = Suppression.objects.get(pk=row.object_id)
    done = suppressions.lift(suppression, by=by, evidence=said["evidence"], now=now)
    if done is Lifting.OVER:
        raise Refused(_("Somebody had lifted it already."))


register(
    Act(
        code="suppressions_lift",
        model=Suppression,
        title=gettext_lazy("Lift"),
        told=gettext_lazy(
            "Those that another person had asked to lift may be written to again; for the others "
            "you ask now, and another person lifts them."
        ),
        one_of=("messaging.lift_suppression",),
        do=_lift,
        page="suppression_lift",
        form=EvidenceForm,
        step_up=True,
    )
)
