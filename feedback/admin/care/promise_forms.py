"""What an agent enters about a promise."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.admin.forms import ReasonForm
from accounts.models import Customer, Loan
from accounts.rules.lender_day import lender_day
from accounts.rules.money import money
from feedback.admin.amount_field import AmountField
from feedback.promises.limits import CENT, HORIZON_DAYS
from feedback.promises.reading import Promised

TYPED = {"inputmode": "decimal", "autocomplete": "off"}


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(attrs={"class": "hc-input"}, format="%Y-%m-%d")


class PromiseForm(forms.Form):
    """Which loan, how much, by when. What makes no sense the service refuses with a sentence.

    `promised`: what a reply says of it. A day it leaves open stays open. `paid`: loans whose part
    the reply spoke of has been paid since, which nothing is filled in for.
    """

    loan = forms.ModelChoiceField(
        label=_("loan"), queryset=Loan.objects.none(), widget=UnfoldAdminSelectWidget
    )
    amount = AmountField(label=_("promised amount"), widget=UnfoldAdminTextInputWidget(attrs=TYPED))
    on = forms.DateField(label=_("to be paid by"), widget=DayInput)

    def __init__(
        self,
        *args: Any,
        customer: Customer,
        now: datetime,
        promised: Promised | None = None,
        paid: Collection[int] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        loans = customer.loans.filter(amount_due__gt=0).select_related("lender")
        field: Any = self.fields["loan"]
        field.queryset = loans.order_by("due_date", "pk")
        field.label_from_instance = _label
        self.fields["on"].help_text = _("Today or later, at most %(days)d days ahead.") % {
            "days": HORIZON_DAYS
        }
        first = field.queryset.exclude(pk__in=paid).first()
        if first is not None:
            field.initial = first.pk
            self.fields["amount"].initial = first.amount_due
            self.fields["on"].initial = lender_day(first.lender, now)
        if promised is not None and (first is not None or not paid):
            self._suggest(promised, owed=first.amount_due if first is not None else None)

    def _suggest(self, promised: Promised, *, owed: Decimal | None) -> None:
        self.fields["on"].initial = promised.day
        if promised.amount is not None and (owed is None or promised.amount < owed):
            self.fields["amount"].initial = promised.amount.quantize(CENT)


class CorrectionForm(ReasonForm):
    """What an open promise should have said, and why it says something else."""

    amount = AmountField(label=_("promised amount"), widget=UnfoldAdminTextInputWidget(attrs=TYPED))
    on = forms.DateField(label=_("to be paid by"), widget=DayInput)
    field_order = ("amount", "on", "reason")


def _label(loan: Loan) -> str:
    return f"{loan.loan_no} · {loan.product} · {money(loan.amount_due, loan.currency)}"
