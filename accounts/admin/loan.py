"""Loans as the core system last told them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.admin.base import ReadOnlyScreen
from accounts.admin.exact import ExactSearch
from accounts.models import Loan, Repayment
from accounts.rules.money import money


@admin.register(Loan)
class LoanScreen(ExactSearch, ReadOnlyScreen):
    """One row a loan; figures carry the moment they were true."""

    list_display = [
        "loan_no",
        "lender",
        "customer",
        "product",
        "officer_name",
        "due",
        "due_date",
        "as_of",
    ]
    list_filter = ["lender", "cause"]
    exactly = ("loan_no", "customer__customer_no")
    search_help_text = _("Loan number or customer number, exactly")
    list_select_related = ["lender", "customer"]
    ordering = ["-id"]

    @admin.display(description=_("amount due"))
    def due(self, loan: Loan) -> str:
        return money(loan.amount_due, loan.currency)


@admin.register(Repayment)
class RepaymentScreen(ExactSearch, ReadOnlyScreen):
    list_display = ["reference", "loan", "paid_on", "received", "recorded_at", "reversed_on"]
    exactly = ("reference", "loan__loan_no")
    list_select_related = ["loan"]
    ordering = ["-id"]

    @admin.display(description=_("amount"))
    def received(self, repayment: Repayment) -> str:
        return money(repayment.amount, repayment.loan.currency)
