"""What borrowers read of a lender, in each language: its name, signature, ways to pay, products.

One version holds all of it, so that whoever approves sees what is missing in which language.
"""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from accounts.models.lender import Lender
from accounts.rules import lender_facts
from messaging.models.approvable import OPEN, Approvable, approval_triggers


class LenderWording(Approvable):
    """The newest approved version that has begun is used; nothing else of it reaches a borrower.

    `texts`: language → name, signature, ways_to_pay. `products`: a product as the lender's files
    call it → language → name. What they mean: messaging.content.lender_wording. `payment`: link,
    account and places to pay at, which a customer copies (messaging.content.payment).
    """

    lender = models.ForeignKey(
        Lender, verbose_name=_("lender"), on_delete=models.PROTECT, related_name="wordings"
    )
    number = models.PositiveIntegerField(_("version"))
    texts = models.JSONField(_("names and ways to pay"), default=dict)
    products = models.JSONField(_("products"), default=dict)
    payment = models.JSONField(_("how to pay"), default=dict)
    facts = models.JSONField(_("facts"), default=dict)

    class Meta:
        verbose_name = _("lender's wording")
        verbose_name_plural = _("lenders' wordings")
        permissions = [("approve_lenderwording", "Can approve or reject a lender's wording")]
        constraints = [
            models.UniqueConstraint(
                fields=["lender", "number"], name="lender_wording_numbers_are_unique"
            ),
            models.UniqueConstraint(
                fields=["lender"],
                condition=Q(state__in=OPEN),
                name="one_open_wording_per_lender",
            ),
            # A new lender's facts are one person's word until its first wording is approved:
            # what is asked for says them, so that nothing leaves before two have seen them.
            models.CheckConstraint(
                condition=Q(state="draft") | ~Q(facts={}), name="a_wording_says_the_facts"
            ),
            models.CheckConstraint(
                condition=~Q(payment__has_key="link") | Q(payment__link__startswith="https://"),
                name="a_link_to_pay_by_is_safe",
            ),
            models.CheckConstraint(
                condition=~Q(payment__has_any_keys=["bank", "holder", "number"])
                | Q(payment__has_keys=["bank", "holder", "number"])
                | Q(state="draft"),
                name="an_account_says_whose_it_is",
            ),
        ]
        triggers = [
            Audited(),
            *approval_triggers("lender_id", "number", "texts", "products", "payment", "facts"),
            pgtrigger.Trigger(
                name="facts_become_the_lenders",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__state="approved", old__state="submitted")
                & ~pgtrigger.Q(new__facts={}),
                func=lender_facts.TAKE_OVER,
            ),
        ]

    def __str__(self) -> str:
        name = _("Lender's wording")
        return f"{self.lender} · {name} v{self.number}"
