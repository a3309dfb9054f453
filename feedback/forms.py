"""Forms of the complaint screens."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)

from feedback.models import Complaint

LONGEST_TEXT = 4000


class ComplaintForm(forms.Form):
    """What the agent hears: how it came, what about, how bad, and the customer's own words."""

    message = forms.ChoiceField(
        label=_("message complained about"), required=False, widget=UnfoldAdminSelectWidget
    )
    via = forms.ChoiceField(
        label=_("came by"), choices=Complaint.Via.choices, widget=UnfoldAdminSelectWidget
    )
    category = forms.ChoiceField(
        label=_("category"), choices=Complaint.Category.choices, widget=UnfoldAdminSelectWidget
    )
    severity = forms.ChoiceField(
        label=_("severity"),
        choices=Complaint.Severity.choices,
        initial=Complaint.Severity.NORMAL,
        widget=UnfoldAdminSelectWidget,
    )
    text = forms.CharField(
        label=_("what the customer says"),
        max_length=LONGEST_TEXT,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
    )

    def __init__(self, *args: object, messages: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["message"].choices = [("", _("No particular one")), *messages]  # type: ignore[attr-defined]


class ResolveForm(forms.Form):
    """How it ended, and what the customer was told."""

    outcome = forms.ChoiceField(
        label=_("outcome"), choices=Complaint.Outcome.choices, widget=UnfoldAdminSelectWidget
    )
    answer = forms.CharField(
        label=_("what was done and answered"),
        max_length=LONGEST_TEXT,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
    )


class NoteForm(forms.Form):
    """A line for the timeline."""

    note = forms.CharField(
        label=_("note"),
        max_length=LONGEST_TEXT,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )
