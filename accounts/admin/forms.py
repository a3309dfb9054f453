"""Small forms of the accounts screens."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminSplitDateTimeWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.models import Hold

# A complaint's hold is placed and released by its complaint.
BY_HAND = [choice for choice in Hold.Kind.choices if choice[0] != Hold.Kind.COMPLAINT]


class HoldForm(forms.Form):
    """Place a hold by hand: what kind, why, until when."""

    kind = forms.ChoiceField(
        label=_("kind"), choices=BY_HAND, initial=Hold.Kind.MANUAL, widget=UnfoldAdminSelectWidget
    )
    reason = forms.CharField(label=_("reason"), max_length=200, widget=UnfoldAdminTextInputWidget)
    until = forms.SplitDateTimeField(
        label=_("until"),
        required=False,
        widget=UnfoldAdminSplitDateTimeWidget,
        help_text=_("Empty: until somebody releases it."),
    )


class ReasonForm(forms.Form):
    """An act that asks why."""

    reason = forms.CharField(label=_("reason"), max_length=200, widget=UnfoldAdminTextInputWidget)
