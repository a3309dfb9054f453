"""Loans as the core system last told them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.admin.base import ReadOnlyScreen
from accounts.models import Loan, Repayment
from accounts.money import money


@admin.register(Loan)
class LoanScreen(ReadOnlyScreen):
    """One row a loan; figures carry the moment they were true."""

    list_display = ["loan_no", "lender", "customer", "product", "due", "due_date", "as_of"]
    list_filter = ["lender", "cause"]
    search_fields = ["=loan_no", "=customer__customer_no"]
    search_help_text = _("Loan number or customer number, exactly")
    list_select_related = ["lender", "customer"]
    ordering = ["-id"]

    @display(description=_("amount due"))
    def due(self, loan: Loan) -> str:
        return money(loan.amount_due, loan.currency)


@admin.register(Repayment)
class RepaymentScreen(ReadOnlyScreen):
    list_display = ["reference", "loan", "paid_on", "received", "recorded_at"]
    search_fields = ["=reference", "=loan__loan_no"]
    list_select_related = ["loan"]
    ordering = ["-id"]

    @display(description=_("amount"))
    def received(self, repayment: Repayment) -> str:
        return money(repayment.amount, repayment.loan.currency)
