"""The form of one entry of the wording list."""

from dataclasses import asdict
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from messaging.authoring.wording_lists import MAX_PHRASE, MAX_REMARK, problem_with
from messaging.content.text.findings import Level
from messaging.content.wording_list import Entry

_TEXT = UnfoldAdminTextareaWidget(attrs={"rows": 2})


class EntryForm(forms.Form):
    """`entry`: the one to change, None for a new one; `note`: the draft's reason so far;
    `categories`: those that exist (another may be typed)."""

    phrase = forms.CharField(
        label=_("Phrase"),
        max_length=MAX_PHRASE,
        widget=UnfoldAdminTextInputWidget,
        help_text=_(
            "Found through blanks, punctuation, full width, traditional characters and look-alikes."
        ),
    )
    category = forms.CharField(
        label=_("Category"),
        max_length=20,
        widget=UnfoldAdminTextInputWidget(attrs={"list": "categories"}),
    )
    level = forms.ChoiceField(
        label=_("Level"),
        choices=[("block", _("Blocks: cannot be submitted")), ("warn", _("A person looks at it"))],
        widget=UnfoldAdminSelectWidget,
    )
    reason_zh = forms.CharField(
        label=_("Reason (Chinese)"), max_length=MAX_REMARK, required=False, widget=_TEXT
    )
    reason = forms.CharField(
        label=_("Reason (English)"), max_length=MAX_REMARK, required=False, widget=_TEXT
    )
    suggestion = forms.CharField(
        label=_("Suggestion"), max_length=MAX_REMARK, required=False, widget=_TEXT
    )

    note = forms.CharField(
        label=_("Reason for the approver"), max_length=1000, required=False, widget=_TEXT
    )

    def __init__(self, data: Any, *, entry: Entry | None, note: str, categories: list[str]) -> None:
        initial = asdict(entry) if entry else {}
        super().__init__(data, initial=initial | {"note": note})
        self.categories = categories
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(*self.fields)

    def entry(self) -> Entry:
        """What was typed, as an entry."""
        told = self.cleaned_data
        return Entry(
            category=told["category"].strip(),
            phrase=told["phrase"].strip(),
            level=cast(Level, told["level"]),
            reason=told["reason"],
            reason_zh=told["reason_zh"],
            suggestion=told["suggestion"],
        )

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if not self.errors and (problem := problem_with(self.entry())):
            raise forms.ValidationError(problem)
        return told
