"""Small forms of the accounts screens."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminSplitDateTimeWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.hold_guide import GUIDES
from accounts.models import Hold

LONGEST_REASON = 200
BY_HAND = [(kind, Hold.Kind(kind).label) for kind in GUIDES]


class HoldForm(forms.Form):
    """Place a hold by hand: what kind, why, until when."""

    kind = forms.ChoiceField(
        label=_("kind"), choices=BY_HAND, initial=Hold.Kind.MANUAL, widget=UnfoldAdminSelectWidget
    )
    reason = forms.CharField(
        label=_("reason"), max_length=LONGEST_REASON, widget=UnfoldAdminTextInputWidget
    )
    until = forms.SplitDateTimeField(
        label=_("until"),
        required=False,
        widget=UnfoldAdminSplitDateTimeWidget,
        help_text=_("Empty: for as long as such a hold lasts, or until somebody releases it."),
    )


class ReasonForm(forms.Form):
    """An act that asks why."""

    reason = forms.CharField(
        label=_("reason"),
        max_length=LONGEST_REASON,
        widget=UnfoldAdminTextInputWidget,
        error_messages={"required": _("Say why.")},
    )
