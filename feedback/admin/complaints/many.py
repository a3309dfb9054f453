"""What is done to many complaints at once: they are given to a colleague."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.lists.bulk.acts import Act, register
from accounts.models import BulkRow, User
from feedback.complaints import working
from feedback.models import Complaint


class ToForm(forms.Form):
    to = forms.ModelChoiceField(label=_("colleague"), queryset=User.objects.none())
    reason = forms.CharField(label=_("reason"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = working.workers()  # type: ignore[attr-defined]


def _hand_over(row: BulkRow, said: Mapping[str, Any], *, by: User, now: datetime) -> None:
    working.hand_over(
        Complaint.objects.get(pk=row.object_id),
        to=User.objects.get(pk=said["to"]),
        reason=said["reason"],
        by=by,
        now=now,
    )


register(
    Act(
        code="complaints_hand_over",
        model=Complaint,
        title=_("Hand over"),
        told=_("They become a colleague's; each complaint's timeline says so."),
        one_of=(working.MAY_WORK, working.MAY_DECIDE),
        do=_hand_over,
        page="complaint",
        form=ToForm,
    )
)
