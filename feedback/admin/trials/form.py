"""The form of a new trial."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.models import Lender
from accounts.models.choices import Cause
from messaging.labels import clock_hours
from messaging.models import Segment, Template
from messaging.models.choices import StageChoices, Tone
from messaging.models.template import REMINDERS
from messaging.models.trial import FEWEST_ARMS, MOST_ARMS
from messaging.policy.within import HALF_DAYS

NO_ARM, NO_TEXT = "", "none"
SINGLE_HOURS = tuple(f"{hour}-{hour + 1}" for hour in range(6, 23))


class TrialForm(forms.Form):
    """The first arm is what the others are compared with."""

    lender = forms.ModelChoiceField(
        label=_("lender"),
        queryset=Lender.objects.order_by("name"),
        widget=UnfoldAdminSelectWidget,
    )
    title = forms.CharField(label=_("title"), max_length=80, widget=UnfoldAdminTextInputWidget)
    stage = forms.ChoiceField(
        label=_("stage"), choices=StageChoices.choices, widget=UnfoldAdminSelectWidget
    )
    tone = forms.ChoiceField(label=_("tone"), choices=Tone.choices, widget=UnfoldAdminSelectWidget)
    cause = forms.ChoiceField(
        label=_("cause of delay"), choices=Cause.choices, widget=UnfoldAdminSelectWidget
    )
    segment = forms.ModelChoiceField(
        label=_("only customers of the segment"),
        queryset=Segment.objects.select_related("lender").order_by("lender", "title"),
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    goal = forms.DecimalField(
        label=_("difference to be seen, in points"),
        initial="2.5",
        min_value=1,
        max_value=30,
        max_digits=4,
        decimal_places=1,
        widget=UnfoldAdminDecimalFieldWidget,
    )
    days = forms.IntegerField(
        label=_("days at most"),
        initial=60,
        min_value=7,
        max_value=365,
        widget=UnfoldAdminIntegerFieldWidget,
    )
    note = forms.CharField(
        label=_("Reason for the approver"),
        max_length=1000,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        reminders = Template.objects.filter(**REMINDERS).order_by("stage", "title")
        texts = [(str(each.pk), f"{each.get_stage_display()} · {each}") for each in reminders]
        for at in range(MOST_ARMS):
            needed = at < FEWEST_ARMS
            nothing = [] if needed else [(NO_ARM, "—")]
            self.fields[f"arm{at}"] = forms.ChoiceField(
                label=_("Compared with") if at == 0 else _("Arm %(number)d") % {"number": at},
                choices=[*nothing, *texts, (NO_TEXT, _("No text"))],
                required=needed,
                widget=UnfoldAdminSelectWidget,
            )
            self.fields[f"hours{at}"] = forms.ChoiceField(
                label=_("Hours of it"),
                choices=[
                    ("", _("as the strategy says")),
                    *map(_spelt, (*HALF_DAYS, *SINGLE_HOURS)),
                ],
                required=False,
                widget=UnfoldAdminSelectWidget,
            )
        arms = [name for at in range(MOST_ARMS) for name in (f"arm{at}", f"hours{at}")]
        first = ("lender", "title", "stage", "tone", "cause", "segment")
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(*first, *arms, "goal", "days", "note")

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        segment, lender = told.get("segment"), told.get("lender")
        if segment and lender and segment.lender_id != lender.pk:
            self.add_error("segment", _("This segment is of another lender."))
        return told

    def arms(self) -> list[int | None]:
        """Template ids, None for no text."""
        told = [self.cleaned_data[f"arm{at}"] for at in self._given()]
        return [None if each == NO_TEXT else int(each) for each in told]

    def hours(self) -> list[str]:
        """Of each arm, "" for the strategy's."""
        return [self.cleaned_data[f"hours{at}"] for at in self._given()]

    def _given(self) -> list[int]:
        return [at for at in range(MOST_ARMS) if self.cleaned_data[f"arm{at}"] != NO_ARM]


def _spelt(written: str) -> tuple[str, str]:
    return written, clock_hours(written)
