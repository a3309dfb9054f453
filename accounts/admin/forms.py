"""Small forms of the accounts screens."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminSplitDateTimeWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.errors import Refused
from accounts.holds.guide import GUIDES
from accounts.input.reasons import of_substance
from accounts.models import Hold, Reveal

LONGEST_REASON = 200
REASONS = [kind for kind in Reveal.Why.values if kind not in (Reveal.Why.CALL, Reveal.Why.DIALLED)]
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


class RevealForm(forms.Form):
    """A look at a personal value: what kind of reason, and which."""

    why = forms.ChoiceField(
        label=_("What do you need it for?"),
        choices=[("", "—"), *((kind, Reveal.Why(kind).label) for kind in REASONS)],
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": _("Say why.")},
    )
    reason = forms.CharField(
        label=_("In a few words"),
        max_length=LONGEST_REASON,
        widget=UnfoldAdminTextInputWidget,
        error_messages={"required": _("Say why.")},
    )

    def clean_reason(self) -> str:
        try:
            return of_substance(self.cleaned_data["reason"])
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused


class ReasonForm(forms.Form):
    """An act that asks why."""

    reason = forms.CharField(
        label=_("reason"),
        max_length=LONGEST_REASON,
        widget=UnfoldAdminTextInputWidget,
        error_messages={"required": _("Say why.")},
    )
