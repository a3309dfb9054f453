"""The clock's form in the banner."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget


class ResetForm(forms.Form):
    """Who throws everything away says whose it is: the name of one of the lenders."""

    lender = forms.CharField(
        label=_("To confirm, type the name of one of these lenders"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, names: Sequence[str]) -> None:
        super().__init__(data)
        self._names = names
        self.fields["lender"].required = bool(names)

    def clean_lender(self) -> str:
        said: str = self.cleaned_data["lender"].strip()
        if self._names and said not in self._names:
            raise forms.ValidationError(_("No lender of this sandbox is called that."))
        return said


class ClockForm(forms.Form):
    """Either a step from the list or a moment; a moment is read in the team's time zone."""

    STEPS = {
        "10m": (_("+10 minutes"), timedelta(minutes=10)),
        "1h": (_("+1 hour"), timedelta(hours=1)),
        "1d": (_("+1 day"), timedelta(days=1)),
    }
    step = forms.ChoiceField(
        required=False, choices=[("", "")] + [(key, label) for key, (label, _d) in STEPS.items()]
    )
    to = forms.DateTimeField(
        label=_("Set the clock to"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("step")) == bool(data.get("to")) and not self.errors:
            raise forms.ValidationError(_("Choose a step or give a time."))
        return data

    def moment(self, now: datetime) -> datetime:
        """The moment asked for, aware."""
        if step := self.cleaned_data.get("step"):
            return now + self.STEPS[step][1]
        to: datetime = self.cleaned_data["to"]  # Django's field made it aware already
        return to
