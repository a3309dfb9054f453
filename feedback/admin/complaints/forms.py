"""Forms of the complaint screens."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.access import lenders
from accounts.models import User
from feedback.complaints.working import workers
from feedback.models import Complaint, ComplaintReview, Letter
from messaging.models import TemplateVersion

LONGEST_TEXT, LONGEST_REASON = 4000, 200


def _choice(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=UnfoldAdminSelectWidget, **more)


def _text(label: Any, rows: int, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST_TEXT,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": rows}),
        **more,
    )


def _reason(**more: Any) -> forms.CharField:
    widget = UnfoldAdminTextInputWidget
    return forms.CharField(label=_("reason"), max_length=LONGEST_REASON, widget=widget, **more)


class ActForm(forms.Form):
    """One act on the page of a complaint; `code` keeps the ids of its fields apart."""

    code = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"id_{self.code}_%s", **kwargs})


class ComplaintForm(forms.Form):
    """What the agent hears: how it came, what about, how bad, and the customer's own words."""

    message = _choice(_("message complained about"), [], required=False)
    via = _choice(_("came by"), Complaint.Via.choices)
    category = _choice(_("category"), Complaint.Category.choices)
    severity = _choice(_("severity"), Complaint.Severity.choices, initial=Complaint.Severity.NORMAL)
    text = _text(_("what the customer says"), 5)

    def __init__(self, *args: Any, messages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["message"].choices = [("", _("No particular one")), *messages]  # type: ignore[attr-defined]


class NoteForm(ActForm):
    """A line for the timeline."""

    code = "note"
    note = _text(_("note"), 2)


class GiveForm(ActForm):
    """Who has it from now on."""

    code = "give"
    to: forms.ModelChoiceField = forms.ModelChoiceField(  # type: ignore[type-arg]
        label=_("owner"),
        queryset=User.objects.none(),
        widget=UnfoldAdminSelectWidget,
        empty_label=None,
    )
    reason = _reason(required=False)

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = lenders.working_with(workers(), complaint.lender_id)
        self.fields["to"].queryset = people.exclude(pk=complaint.owner_id or 0)  # type: ignore[attr-defined]


class OpenAgainForm(ActForm):
    """Why it was closed wrongly or too soon."""

    code = "again"
    reason = _reason()


class KindForm(ActForm):
    """What it is about, and how bad."""

    code = "kind"
    category = _choice(_("category"), Complaint.Category.choices)
    severity = _choice(_("severity"), Complaint.Severity.choices)


class ReasonForm(ActForm):
    """A step that says why."""

    code = "reason"
    reason = _text(_("reason"), 2)


class ComplexForm(ReasonForm):
    code = "complex"


class ExtendForm(ReasonForm):
    code = "extend"


class DecideExtensionForm(ActForm):
    """Approve, or refuse with a reason."""

    code = "extension"
    step = forms.ChoiceField(choices=[("approve", "approve"), ("refuse", "refuse")])
    reason = _reason(required=False)


class LinkForm(ActForm):
    """One more of the customer's texts."""

    code = "link"
    message = forms.IntegerField(label=_("text"), min_value=1, max_value=2**62)


class ResolveForm(ActForm):
    """How it ended, why it came about, and what the customer was told."""

    code = "resolve"
    outcome = _choice(_("outcome"), Complaint.Outcome.choices)
    root_cause = _choice(
        _("root cause"),
        [*reversed(Complaint.RootCause.choices)],
        initial=Complaint.RootCause.NONE,
    )
    cause_version: forms.ModelChoiceField = forms.ModelChoiceField(  # type: ignore[type-arg]
        label=_("text at fault"),
        queryset=TemplateVersion.objects.none(),
        required=False,
        widget=UnfoldAdminSelectWidget,
        empty_label=_("None"),
        help_text=_("Only when the wording of a template is the cause."),
    )
    answer = _text(_("what was done and answered"), 4)

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = TemplateVersion.objects.filter(message__complained_about__complaint=complaint)
        self.fields["cause_version"].queryset = texts.distinct().select_related("template")  # type: ignore[attr-defined]
        if complaint.message_id is None:
            self.fields["cause_version"].widget = forms.HiddenInput()


class AskReviewForm(ActForm):
    """The customer does not agree with the answer."""

    code = "ask"
    via = _choice(_("came by"), Complaint.Via.choices)
    text = _text(_("why the customer asks"), 3)


class DecideReviewForm(ActForm):
    """What came of the second look."""

    code = "review"
    outcome = _choice(_("outcome of the review"), ComplaintReview.Outcome.choices)
    new_outcome = _choice(
        _("outcome instead"),
        [("", _("None")), *Complaint.Outcome.choices],
        required=False,
        help_text=_("Only when it is decided otherwise."),
    )
    answer = _text(_("what was answered"), 4)


class RemoveEvidenceForm(ActForm):
    code = "remove"
    reason = _reason()


class SendLetterForm(ActForm):
    """The letter as it was looked at leaves by this way."""

    code = "letter"
    template = forms.IntegerField(widget=forms.HiddenInput)
    seen_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    way = _choice(_("way of sending"), Letter.By.choices)
