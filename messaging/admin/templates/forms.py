"""Forms of the content screens."""

from datetime import datetime
from itertools import chain, count
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.input import params
from accounts.models.choices import Cause, Channel, Language
from messaging.authoring.check_text import MAX_STORED_BODY
from messaging.content import subject as subjects
from messaging.models import Template
from messaging.models.calendar import Country
from messaging.models.choices import ContentClass, EducationTopic, StageChoices, Tone


class _PlainForm(forms.Form):
    """Drawn by crispy without a form tag: the page has its own buttons."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(*self.fields)


REMINDER, ANSWER, SCRIPT, EDUCATION = "reminder", "answer", "script", "education"
USES = {
    REMINDER: (_("Reminder"), ContentClass.COLLECTION_SERVICE, Channel.SMS),
    ANSWER: (_("Answer to a customer, for the inbox"), ContentClass.ANSWER, Channel.SMS),
    SCRIPT: (_("What to say on the telephone"), ContentClass.ANSWER, Channel.PHONE),
    EDUCATION: (_("Useful knowledge between reminders"), ContentClass.EDUCATION, Channel.SMS),
}
_ANY_COUNTRY = ("", _("any country"))


class StartTemplateForm(_PlainForm):
    """A new template: what it is for. Its text is written in the editor afterwards."""

    use = forms.ChoiceField(
        label=_("Used as"),
        required=False,
        choices=[(code, label) for code, (label, _class, _channel) in USES.items()],
        widget=UnfoldAdminSelectWidget,
        help_text=_("An answer is of no stage: it is offered whatever is due."),
    )
    title = forms.CharField(label=_("Title"), max_length=80, widget=UnfoldAdminTextInputWidget)
    code = forms.SlugField(
        label=_("Code"),
        required=False,
        max_length=60,
        widget=UnfoldAdminTextInputWidget,
        help_text=_(
            "Empty: made from use, stage and tone. Or your own, in Latin letters, such as "
            "dpd-4-7-gentle. It does not change."
        ),
    )
    stage = forms.ChoiceField(
        label=_("Stage"), choices=StageChoices.choices, widget=UnfoldAdminSelectWidget
    )
    tone = forms.ChoiceField(label=_("Tone"), choices=Tone.choices, widget=UnfoldAdminSelectWidget)
    cause = forms.ChoiceField(
        label=_("Cause of delay"), choices=Cause.choices, widget=UnfoldAdminSelectWidget
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=Language.choices, widget=UnfoldAdminSelectWidget
    )
    topic = forms.ChoiceField(
        label=_("Topic, of useful knowledge"),
        required=False,
        choices=[("", "—"), *EducationTopic.choices],
        widget=UnfoldAdminSelectWidget,
    )
    country = forms.ChoiceField(
        label=_("True of this country only, of useful knowledge"),
        required=False,
        choices=[_ANY_COUNTRY, *Country.choices],
        widget=UnfoldAdminSelectWidget,
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        use = data.pop("use", "") or REMINDER
        _label, data["content_class"], data["channel"] = USES[use]
        if not data.get("code") and not self.errors:
            data["code"] = _free_code(use, data)
        if data["content_class"] != ContentClass.EDUCATION:
            data["topic"] = data["country"] = ""
        elif not data.get("topic"):
            self.add_error("topic", _("Say what it is about."))
        return data

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if Template.objects.filter(code=code).exists():
            raise forms.ValidationError(_("There is a template with this code already."))
        return code


def _free_code(use: str, said: dict[str, Any]) -> str:
    """One that no template has: dpd-4-7-gentle, dpd-4-7-gentle-2, answer-5."""
    parts = [use]
    if use == REMINDER:
        cause = said["cause"]
        parts = [said["stage"].replace("+", ""), said["tone"]]
        parts += [cause.replace("_", "-")] if cause != Cause.UNKNOWN else []
    stem = "-".join(parts)
    taken = set(Template.objects.filter(code__startswith=stem).values_list("code", flat=True))
    numbered = (f"{stem}-{number}" for number in count(2))
    return next(code for code in chain([stem], numbered) if code not in taken)


class DraftForm(_PlainForm):
    """The text of a draft. `seen_edited_at` says which state of it the writer had before them."""

    body = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        max_length=MAX_STORED_BODY,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 9, "spellcheck": "false"}),
        help_text=_("The signature 【…】 is added by itself."),
    )
    subject = forms.CharField(
        label=_("Subject"),
        required=False,
        max_length=subjects.LONGEST,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Everybody can read it: name the lender at most, and nothing of the debt."),
    )
    note = forms.CharField(
        label=_("Reason for the approver"),
        required=False,
        max_length=1000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )
    seen_edited_at = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A browser would cut off what is pasted beyond the limit without a word.
        self.fields["body"].widget.attrs.pop("maxlength", None)

    def for_channel(self, channel: str) -> "DraftForm":
        """The subject stands above the text; there is none where the channel has none."""
        if channel in subjects.CHANNELS:
            self.order_fields(["subject"])
        else:
            del self.fields["subject"]
        self.helper.layout = Layout(*self.fields)
        return self

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        return body.replace("\r\n", "\n")

    def clean_seen_edited_at(self) -> datetime:
        seen = params.moment(self.cleaned_data["seen_edited_at"])
        if seen is None:
            raise forms.ValidationError(_("This form is stale; open the page again."))
        return seen
