"""Small forms of the accounts screens."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from accounts.errors import Refused
from accounts.holds.guide import GUIDES
from accounts.input.reasons import of_substance
from accounts.models import Hold, Reveal, User

LONGEST_REASON = 200
REASONS = [kind for kind in Reveal.Why.values if kind not in (Reveal.Why.CALL, Reveal.Why.DIALLED)]
BY_HAND = [("", "—"), *((kind, Hold.Kind(kind).label) for kind in GUIDES)]
END_OF_DAY = time(23, 59, 59)


class HoldForm(forms.Form):
    """Place a hold by hand: what kind, why, until when.

    `zones`: the customer's; a last day lasts to its end in each of them. Cleaned: `until`, aware,
    or None for as long as such a hold lasts.
    """

    kind = forms.ChoiceField(
        label=_("kind"),
        choices=BY_HAND,
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": _("Choose why nothing is to be sent.")},
    )
    reason = forms.CharField(
        label=_("reason"), max_length=LONGEST_REASON, widget=UnfoldAdminTextInputWidget
    )
    last_day = forms.DateField(
        label=_("last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "hc-input"}, format="%Y-%m-%d"),
        help_text=_("Empty: for as long as such a hold lasts, or until somebody releases it."),
    )
    last_time = forms.TimeField(
        label=_("to what time on that day"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "class": "hc-input"}, format="%H:%M"),
        help_text=_("Empty: to the end of that day where the customer lives."),
    )

    def __init__(self, *args: Any, zones: Iterable[str], now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._zones, self._now = [ZoneInfo(zone) for zone in zones], now

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        day, hour = told.get("last_day"), told.get("last_time")
        told["until"] = None
        if hour is not None and day is None and "last_day" not in self.errors:
            self.add_error("last_day", _("On which day?"))
        if day is not None:
            ends = (datetime.combine(day, hour or END_OF_DAY, zone) for zone in self._zones)
            told["until"] = max(ends)
            if told["until"] <= self._now:
                self.add_error("last_day", _("Choose a time that is still to come."))
        return told


class RevealForm(forms.Form):
    """A look at a personal value: what kind of reason, and which. `by`: who looks; only who may
    read the list of looks audits."""

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

    def __init__(self, *args: Any, by: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by is None or not by.has_perm("accounts.view_reveal"):
            why: Any = self.fields["why"]
            why.choices = [each for each in why.choices if each[0] != Reveal.Why.INTERNAL]

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
