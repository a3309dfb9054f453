"""What a loan's amount due is made of: instalments, each of principal, interest and fee."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.adding_up import InstalmentsAddUp
from accounts.models.loan import Loan
from accounts.models.sealed import EncryptedTextField, SealedModel


class LoanInstalment(SealedModel):
    """One instalment that is due of a loan, as the core system told it with the loan's figures; the
    next figures replace it.

    `pay_with`: a link of the lender's own, or a code, that pays this one instalment. Sealed: who
    has it sees what is owed.
    """

    loan = models.ForeignKey(
        Loan, verbose_name=_("loan"), on_delete=models.CASCADE, related_name="instalments"
    )
    number = models.PositiveSmallIntegerField(_("instalment number"))
    due_date = models.DateField(_("due date"))
    principal = models.DecimalField(_("principal"), max_digits=18, decimal_places=2)
    interest = models.DecimalField(_("interest"), max_digits=18, decimal_places=2, default=0)
    fee = models.DecimalField(_("fee"), max_digits=18, decimal_places=2, default=0)
    pay_with = EncryptedTextField(
        _("link or code to pay with"), purpose="loan_instalment.pay_with", null=True
    )

    class Meta:
        verbose_name = _("instalment of a loan")
        verbose_name_plural = _("instalments of loans")
        constraints = [
            models.UniqueConstraint(fields=["loan", "number"], name="an_instalment_once_per_loan"),
            models.CheckConstraint(
                condition=Q(principal__gte=0, interest__gte=0, fee__gte=0)
                & Q(principal__gt=-F("interest") - F("fee")),
                name="an_instalment_is_of_something",
            ),
        ]
        triggers = [InstalmentsAddUp(kind) for kind in ("insert", "update", "delete")]

    @property
    def amount(self) -> Decimal:
        """All of it."""
        return self.principal + self.interest + self.fee
