"""Loans as the core system last told them, and repayments since."""

import pgtrigger
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from accounts.models.adding_up import InstalmentsAddUp
from accounts.models.audit import AppendOnly, audited_in_sets
from accounts.models.chained import Chained, OfItsTransaction, chain_index
from accounts.models.choices import Cause, PartyRole
from accounts.models.customer import Customer
from accounts.models.lender import Lender
from accounts.models.told import ToldTogether


class Loan(models.Model):
    """One loan. `amount_due` is the ledger's: the last told figure less repayments recorded since.

    `told_due` and `told_outstanding` are the figures as told, where the ledger has others: what a
    repayment taken back goes back to.

    `officer_name`: of who looks after the loan at the lender, as the core system told it; a name of
    staff, as texts may say it.

    `as_of` is the moment the core system's figures were true; older than the policy allows, nothing
    is sent (stale-data guard).
    """

    loan_no = models.CharField(_("loan number"), max_length=40, unique=True)
    lender = models.ForeignKey(
        Lender, verbose_name=_("lender"), on_delete=models.PROTECT, related_name="loans"
    )
    customer = models.ForeignKey(
        Customer, verbose_name=_("customer"), on_delete=models.CASCADE, related_name="loans"
    )
    product = models.CharField(_("product"), max_length=40)
    currency = models.CharField(_("currency"), max_length=3)
    principal = models.DecimalField(_("principal"), max_digits=18, decimal_places=2)
    outstanding = models.DecimalField(_("outstanding"), max_digits=18, decimal_places=2)
    amount_due = models.DecimalField(_("amount due"), max_digits=18, decimal_places=2)
    told_due = models.DecimalField(max_digits=18, decimal_places=2, null=True, editable=False)
    told_outstanding = models.DecimalField(
        max_digits=18, decimal_places=2, null=True, editable=False
    )
    due_date = models.DateField(_("due date"))
    as_of = models.DateTimeField(_("figures as of"))
    instalments_paid = models.PositiveIntegerField(_("instalments paid"), null=True)
    instalments_paid_late = models.PositiveIntegerField(_("of these late"), null=True)
    cause = models.CharField(
        _("cause of delay"), max_length=12, choices=Cause.choices, default=Cause.UNKNOWN
    )
    officer_name = models.CharField(
        _("loan officer"), max_length=40, blank=True, default="", db_default=""
    )
    fingerprint = models.BinaryField(editable=False)
    updated_at = models.DateTimeField(_("updated at"))

    class Meta:
        verbose_name = _("loan")
        verbose_name_plural = _("loans")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_due__gte=0) & Q(outstanding__gte=0) & Q(principal__gte=0),
                name="loan_figures_are_not_negative",
            ),
        ]
        indexes = [
            # Planning reads only the loans with something due, so the others cost nothing.
            models.Index(
                fields=["lender", "due_date"],
                condition=Q(amount_due__gt=0),
                name="loans_due_for_a_run",
            ),
        ]
        triggers = [*audited_in_sets(), InstalmentsAddUp("update", loan="id")]

    def __str__(self) -> str:
        return self.loan_no


class LoanParty(models.Model):
    """A co-debtor or guarantor of a loan; the debtor is `Loan.customer`."""

    loan = models.ForeignKey(Loan, on_delete=models.CASCADE, related_name="parties")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="stands_for")
    role = models.CharField(
        _("role"),
        max_length=15,
        choices=[c for c in PartyRole.choices if c[0] in ("co_debtor", "guarantor")],
    )
    fingerprint = models.BinaryField(default=b"", editable=False)

    class Meta:
        verbose_name = _("other party of a loan")
        verbose_name_plural = _("other parties of loans")
        constraints = [
            models.UniqueConstraint(fields=["loan", "customer"], name="a_party_once_per_loan")
        ]
        triggers = audited_in_sets()


class Repayment(Chained):
    """Money that came in, or that went back again. Never changed: what is taken back is a row of
    its own, negative, of the same day as the one it `reverses`, so that sums of any days come out.

    References that differ in case only are one reference: systems change the case, payers do not.
    """

    chain_erasable = ("reference",)

    reference = models.CharField(_("reference"), max_length=80, unique=True)
    loan = models.ForeignKey(
        Loan, verbose_name=_("loan"), on_delete=models.CASCADE, related_name="repayments"
    )
    paid_on = models.DateField(_("paid on"))
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2)
    recorded_at = models.DateTimeField(_("recorded at"))
    reverses = models.OneToOneField(
        "self",
        verbose_name=_("takes back"),
        null=True,
        on_delete=models.PROTECT,
        related_name="reversed_by",
    )
    reversed_on = models.DateField(_("taken back on"), null=True)

    class Meta:
        verbose_name = _("repayment")
        verbose_name_plural = _("repayments")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, reverses=None, reversed_on=None)
                | Q(amount__lt=0, reverses__isnull=False, reversed_on__isnull=False),
                name="only_what_takes_back_is_negative",
            ),
            models.UniqueConstraint(Upper("reference"), name="a_reference_once_whatever_its_case"),
        ]
        indexes = [
            # Repayment after contact (evaluation) and "paid since" of one loan.
            models.Index(fields=["loan", "recorded_at"], name="repayments_of_a_loan"),
            # What has come in since the last count of effects: rows lie in that order.
            BrinIndex(fields=["recorded_at"], autosummarize=True, name="repayments_newly_recorded"),
            chain_index("repayments_by_transaction"),
        ]
        triggers = [
            AppendOnly(),
            OfItsTransaction(),
            ToldTogether(
                name="repayments_are_told",
                kinds=("repayment.recorded",),
                operation=pgtrigger.Insert,
                names=("reference", "paid_on", "taken_back", "loan_no"),
                rows="""
                SELECT 'repayment.recorded' AS kind, r.recorded_at AS at,
                    jsonb_build_object(
                        'reference', r.reference, 'paid_on', r.paid_on,
                        'taken_back', r.reverses_id IS NOT NULL) AS about,
                    l.lender_id, l.customer_id, NULL::bigint AS candidate_id, l.id AS loan_id,
                    r.id AS place
                FROM new_rows r JOIN accounts_loan l ON l.id = r.loan_id
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.reference
