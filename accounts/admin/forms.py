"""Small forms of the accounts screens."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminSplitDateTimeWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.models import Hold

# These are placed and released by their complaint, promise, hardship case or reply.
_KEPT = (Hold.Kind.COMPLAINT, Hold.Kind.PROMISE, Hold.Kind.HARDSHIP, Hold.Kind.UNREAD_REPLY)
BY_HAND = [choice for choice in Hold.Kind.choices if choice[0] not in _KEPT]


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
