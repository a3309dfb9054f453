"""The clock's form in the banner."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


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
