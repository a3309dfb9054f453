"""The form of a campaign, new or a draft of one."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.models import Lender
from messaging.models import Campaign, Segment, Template
from messaging.models.approvable import LONGEST_NOTE
from messaging.models.choices import StageChoices
from messaging.models.template import REMINDERS

DATE = {"type": "date", "class": "hc-input"}


class CampaignForm(forms.Form):
    """Lender and title say which campaign it is: of a draft they stay. `texts`: template ids."""

    lender = forms.ModelChoiceField(
        label=_("lender"),
        queryset=Lender.objects.order_by("name"),
        empty_label=_("Choose a lender"),
        widget=UnfoldAdminSelectWidget,
    )
    title = forms.CharField(label=_("title"), max_length=80, widget=UnfoldAdminTextInputWidget)
    first_day = forms.DateField(
        label=_("first day"), widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d")
    )
    last_day = forms.DateField(
        label=_("last day"), widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d")
    )
    texts = forms.TypedMultipleChoiceField(
        label=_("texts, at most one a stage"),
        coerce=int,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        error_messages={"required": _("Choose at least one text.")},
    )
    segment = forms.ModelChoiceField(
        label=_("only customers of the segment"),
        queryset=Segment.objects.select_related("lender").order_by("lender", "title"),
        required=False,
        empty_label=_("All customers"),
        widget=UnfoldAdminSelectWidget,
    )
    note = forms.CharField(
        label=_("Reason for the approver"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )

    def __init__(
        self, data: Any = None, *, draft: Campaign | None = None, text: int | None = None
    ) -> None:
        super().__init__(data, initial=_said(draft) if draft else {"texts": [text] if text else []})
        self.draft = draft
        stages = list(StageChoices.values)
        reminders = sorted(
            Template.objects.filter(**REMINDERS).order_by("title"),
            key=lambda each: stages.index(each.stage),
        )
        self.fields["texts"].choices = [  # type: ignore[attr-defined]
            (each.pk, f"{each.get_stage_display()} · {each}") for each in reminders
        ]
        if draft is not None:
            for name in ("lender", "title"):
                self.fields[name].disabled = True
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(*self.fields)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        segment, lender = told.get("segment"), told.get("lender")
        if segment and lender and segment.lender_id != lender.pk:
            self.add_error("segment", _("This segment is of another lender."))
        first, last = told.get("first_day"), told.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Its last day is before its first."))
        return told


def _said(draft: Campaign) -> dict[str, Any]:
    segment = Segment.objects.filter(lender=draft.lender_id, title=draft.segment).first()
    return {
        "lender": draft.lender_id,
        "title": draft.title,
        "first_day": draft.first_day,
        "last_day": draft.last_day,
        "texts": draft.texts,
        "segment": segment,
        "note": draft.author_note,
    }
