"""Words replaced in many texts, from the list of versions: asked for, looked at, written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from accounts.lists.bulk.acts import Act, register
from accounts.models import BulkJob, BulkRow, User
from messaging.admin.approvals.findings import remarks
from messaging.authoring import replacing
from messaging.authoring.replacing import Wanted
from messaging.models import TemplateVersion

LONGEST = 200


class ReplaceForm(forms.Form):
    find = forms.CharField(
        label=gettext_lazy("These words"), max_length=LONGEST, strip=False, initial=""
    )
    put = forms.CharField(
        label=gettext_lazy("become"), max_length=LONGEST, strip=False, required=False
    )
    note = forms.CharField(
        label=gettext_lazy("Why? The approver reads it"), max_length=LONGEST, required=False
    )
    hand_in = forms.BooleanField(
        label=gettext_lazy("Submit them for approval at once"), required=False, initial=True
    )

    def __init__(self, *args: Any, job: BulkJob, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("find") and said["find"] == said.get("put"):
            self.add_error("put", _("That is the same."))
        return said


def _wanted(said: Mapping[str, Any]) -> Wanted:
    return Wanted(said["find"], said["put"])


def _look(job: BulkJob, said: Mapping[str, Any], /, *, by: User, now: datetime) -> dict[str, Any]:  # noqa: ARG001 – as all
    ids = job.rows.values_list("object_id", flat=True)
    rows = TemplateVersion.objects.filter(pk__in=ids).select_related("template")
    ordered = rows.order_by("template__stage", "template__title", "language", "number")
    lines = replacing.look(ordered, _wanted(said), now=now)
    return {
        "said": said,
        "going": [(each, remarks(each.blocking)) for each in lines if not each.refused],
        "left_out": [each for each in lines if each.refused],
        "refused": {each.version.pk: each.refused for each in lines if each.refused},
    }


def _replace(row: BulkRow, said: Mapping[str, Any], /, *, by: User, now: datetime) -> str:
    version = TemplateVersion.objects.select_related("template").get(pk=row.object_id)
    made = replacing.write(
        version, _wanted(said), note=said["note"], hand_in=said["hand_in"], by=by, now=now
    )
    return f"{made} · {made.get_state_display()}"


register(
    Act(
        code="versions_replace",
        model=TemplateVersion,
        title=gettext_lazy("Replace words"),
        told=gettext_lazy(
            "Texts in force become a new version, drafts are changed; what is sent changes only "
            "once somebody else has approved it."
        ),
        one_of=("messaging.change_templateversion",),
        do=_replace,
        page="template_version",
        form=ReplaceForm,
        check=_look,
        check_template="messaging/replace_check.html",
        most=replacing.MOST,
    )
)
