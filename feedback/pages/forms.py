"""Forms of the customer's pages. Plain widgets: they work without scripts on any phone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy as _

from accounts.models.choices import Channel, DayPart, Language
from feedback.models import Complaint, Need
from feedback.models.survey import BEST, WORST
from feedback.pages import lenient
from messaging.content.check_code import LONGEST_PASTED, Read, read_code, read_digits

LONGEST_WORDS = 1000
NO_CODE = _(
    "We could not make out the code. Type its eight letters and digits, which stand after “check "
    "code” in the text. If there is none in it, do not pay: call us first."
)
_TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
_DIGITS = {"autocomplete": "off", "inputmode": "numeric"}


class CheckForm(forms.Form):
    """What stands in the text, and where it went; whatever was pasted with it. What cannot be read
    surely is asked for again: only what can be is looked up, at one cost.

    `cleaned_data["code"]`: a `check_code.Read`; `["digits"]`: four digits.
    """

    code = forms.CharField(
        label=_("Check code in the text"),
        max_length=LONGEST_PASTED,
        widget=forms.TextInput(attrs=_TYPED),
    )
    digits = forms.CharField(
        label=_("Last four digits of your phone number"),
        max_length=LONGEST_WORDS,
        widget=forms.TextInput(attrs=_DIGITS),
    )

    def clean_code(self) -> Read:
        read = read_code(self.cleaned_data["code"])
        if read is None:
            raise forms.ValidationError(NO_CODE)
        return read

    def clean_digits(self) -> str:
        digits = read_digits(self.cleaned_data["digits"])
        if digits is None:
            raise forms.ValidationError(_("Type the last four digits, as 8000 of 138 0000 8000."))
        return digits


class OneTimeForm(forms.Form):
    """A code that came by text a moment ago."""

    code = forms.CharField(
        label=_("The code we texted you"),
        max_length=LONGEST_PASTED,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )


class SecretForm(forms.Form):
    """What neither the text nor the number reveals."""

    secret = forms.CharField(
        label=_("Last four characters of your identity card"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


OFFERED = [
    choice for choice in Complaint.Category.choices if choice[0] != Complaint.Category.AUTHORITY
]
"""What it is about; whom they tell of it, their words say."""


class ComplaintForm(forms.Form):
    """What about, and in whose words."""

    category = forms.ChoiceField(
        label=_("What is it about?"), choices=OFFERED, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("What happened?"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ReviewForm(forms.Form):
    """Which answered complaint of the customer's own, and why the answer does not do."""

    complaint = forms.TypedChoiceField(
        label=_("Which complaint?"), coerce=int, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("Why do you disagree?"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, complaints: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["complaint"].choices = list(complaints)  # type: ignore[attr-defined]


class HelpForm(forms.Form):
    """What would help; a story only if they want to tell it."""

    needs = forms.MultipleChoiceField(
        label=_("What has happened, and what would help?"),
        choices=Need.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    story = forms.CharField(
        label=_("Anything we should know (you need not)"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


QUICK_DAYS = (3, 7, 14)
ANOTHER_DAY = "other"


class PromiseForm(forms.Form):
    """How much by when, for one of the customer's own loans. `today`: the lender's.

    `cleaned_data["on"]`: the day; what is written counts more than what is ticked.
    """

    loan = forms.TypedChoiceField(label=_("For"), coerce=int, widget=forms.RadioSelect)
    amount = forms.CharField(
        label=_("Amount"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    when = forms.ChoiceField(label=_("I will pay"), required=False, widget=forms.RadioSelect)
    on = forms.CharField(
        label=_("Another day, or the day your pay comes"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self, *args: Any, loans: Sequence[tuple[int, str]], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["loan"].choices = list(loans)  # type: ignore[attr-defined]
        self.fields["when"].choices = [  # type: ignore[attr-defined]
            *((str(days), _in_days(today, days)) for days in QUICK_DAYS),
            (ANOTHER_DAY, _("Another day: I write it below")),
        ]

    def clean_amount(self) -> Decimal:
        amount = lenient.read_amount(self.cleaned_data["amount"])
        if amount is None:
            raise forms.ValidationError(_("Write an amount, such as 500 or 1,234.56."))
        return amount

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        when, typed = data.pop("when", ""), str(data.pop("on", "")).strip()
        if typed:
            day = lenient.read_day(typed, self.today)
        elif when and when != ANOTHER_DAY:
            day = self.today + timedelta(days=int(when))
        else:
            day = None
        if day is None and lenient.names_payday(typed):
            self.add_error("on", _("On which day does your pay come? Write “the 10th”."))
        elif day is None:
            self.add_error("on", _NO_DAY if typed else _("Choose a day, or write one."))
        else:
            data["on"] = day
        return data


_NO_DAY = _("We could not make out the day. Write it as 20 September, or the 10th for payday.")


def _in_days(today: date, days: int) -> str:
    return gettext("in %(days)d days, on %(day)s") % {
        "days": days,
        "day": date_format(today + timedelta(days=days), "DATE_FORMAT"),
    }


WAYS = [
    ("", _("As now: text messages, and a call when it matters")),
    (Channel.SMS.value, _("Text messages only, please do not call me")),
    (Channel.PHONE.value, _("Please call me instead of texting")),
    (Channel.EMAIL.value, _("By e-mail only")),
    (Channel.WECHAT.value, _("On WeChat only")),
    (Channel.PUSH.value, _("In the app only")),
]
"""What can be asked for; those that can be kept to for this customer are offered."""


def _consent(*, label: Any, no: Any, yes: Any) -> forms.TypedChoiceField:
    """True, False, or None where nothing is said."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("no", no), ("yes", yes)],
        coerce=lambda said: said == "yes",
        required=False,
        empty_value=None,
        widget=forms.RadioSelect,
    )


class WishesForm(forms.Form):
    """When, how and in which language the customer likes to be reminded. Empty: no wish.

    `ways`: channels that can be kept to; `languages`: those in which there are texts; no other is
    offered. `night`: whether contact at
    night is for the customer to allow; the hours are those in which it is quiet otherwise. `app`:
    whether the customer has the lender's app, or agreed to see a debt on a locked phone.
    """

    hours = forms.ChoiceField(
        label=_("Time of day"),
        choices=[("", _("Any time that is allowed")), *DayPart.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(
        label=_("How"),
        required=False,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("Language of the texts"),
        required=False,
        widget=forms.RadioSelect,
    )

    night = _consent(
        label=_("At night"),
        no=_("No, please leave me in peace at night"),
        yes=_("You may contact me at night too; I can take this back here at any time"),
    )

    education = _consent(
        label=_("Useful knowledge about money, about once a month"),
        no=_("No, thank you"),
        yes=_("Yes, please; I can take this back here at any time"),
    )

    lock_screen = _consent(
        label=_("On my locked phone, messages of the app"),
        no=_("Say only that there is a message"),
        yes=_("May show what is owed; I can take this back here at any time"),
    )

    def __init__(
        self,
        *args: Any,
        ways: Collection[str],
        languages: Collection[str],
        night: bool,
        app: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [  # type: ignore[attr-defined]
            choice for choice in WAYS if choice[0] in ("", *ways)
        ]
        if not night:
            del self.fields["night"]
        if not app:
            del self.fields["lock_screen"]
        offered = [choice for choice in Language.choices if choice[0] in languages]
        self.fields["language"].choices = [("", _("As now")), *offered]  # type: ignore[attr-defined]


class SurveyForm(forms.Form):
    """One question; a remark only if they like."""

    rating = forms.TypedChoiceField(
        label=_("How well do we treat you?"), coerce=int, widget=forms.RadioSelect
    )
    remark = forms.CharField(
        label=_("What should be better? (you need not say)"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            5: _("5 – very well"),
            4: _("4 – well"),
            3: _("3 – so-so"),
            2: _("2 – badly"),
            1: _("1 – very badly"),
        }
        self.fields["rating"].choices = [  # type: ignore[attr-defined]
            (figure, words[figure]) for figure in range(BEST, WORST - 1, -1)
        ]
