"""What staff enter about a hardship case."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)

from accounts.models import Customer, Loan
from accounts.rules.money import money
from feedback.admin.care.promise_forms import DayInput
from feedback.hardship.limits import MOST_INSTALMENTS
from feedback.hardship.plan import Row, equal_rows
from feedback.hardship.timeline import LONGEST_TEXT
from feedback.models import HardshipDecision, Need

Outcome = HardshipDecision.Outcome
OFFERED = [choice for choice in Outcome.choices if choice[0] != Outcome.END]
"""Ending a case is proposed by a form of its own."""


class NeedsForm(forms.Form):
    """The checklist: what is asked for, and what happened."""

    needs = forms.MultipleChoiceField(
        label=_("what is needed"),
        choices=Need.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class OpenForm(NeedsForm):
    """Open a case with what the customer says."""

    story = forms.CharField(
        label=_("what the customer says"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
    )


class NoteForm(forms.Form):
    """A line for the timeline, or why something is rejected or ended."""

    text = forms.CharField(
        label=_("note"),
        max_length=LONGEST_TEXT,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )


class ProposalForm(forms.Form):
    """A deferral until a day, equal instalments of one loan, or nothing; and why."""

    outcome = forms.ChoiceField(label=_("outcome"), choices=OFFERED, widget=UnfoldAdminSelectWidget)
    until = forms.DateField(
        label=_("until"),
        required=False,
        widget=DayInput,
        help_text=_("For a deferral: its last day."),
    )
    loan = forms.ModelChoiceField(
        label=_("loan"),
        queryset=Loan.objects.none(),
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text=_("For instalments: this loan, in equal parts, a month apart."),
    )
    total = forms.DecimalField(
        label=_("sum"),
        max_digits=18,
        decimal_places=2,
        required=False,
        widget=UnfoldAdminDecimalFieldWidget,
    )
    count = forms.IntegerField(
        label=_("instalments"),
        min_value=1,
        max_value=MOST_INSTALMENTS,
        required=False,
        widget=UnfoldAdminIntegerFieldWidget,
    )
    first = forms.DateField(label=_("first on"), required=False, widget=DayInput)
    why = forms.CharField(
        label=_("why"),
        max_length=LONGEST_TEXT,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, customer: Customer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["loan"]
        field.queryset = customer.loans.filter(outstanding__gt=0).order_by("due_date", "pk")
        field.label_from_instance = _label
        first = field.queryset.first()
        if first is not None:
            self.fields["total"].initial = first.outstanding

    def clean(self) -> dict[str, Any]:
        """`plan`: the rows of instalments; empty for the other outcomes."""
        said = super().clean() or {}
        said["plan"] = self._plan(said) if said.get("outcome") == Outcome.INSTALMENTS else []
        return said

    def terms(self) -> dict[str, Any]:
        """What `hardship.propose` takes, without the fields of another outcome."""
        said = self.cleaned_data
        outcome = said["outcome"]
        return {
            "outcome": outcome,
            "why": said["why"],
            "until": said["until"] if outcome == Outcome.DEFERRAL else None,
            "loan": said["loan"] if outcome == Outcome.INSTALMENTS else None,
            "plan": said["plan"],
        }

    def _plan(self, said: dict[str, Any]) -> list[Row]:
        total, count, first = said.get("total"), said.get("count"), said.get("first")
        if self.errors:
            return []
        if not (said.get("loan") and total and count and first):
            self.add_error(None, _("Instalments need the loan, the sum, how many, and the first."))
            return []
        try:
            return equal_rows(total=Decimal(total), count=count, first=first)
        except ValueError:
            self.add_error("total", _("This sum cannot be paid in so many instalments."))
            return []


def _label(loan: Loan) -> str:
    return f"{loan.loan_no} · {loan.product} · {money(loan.outstanding, loan.currency)}"
