"""What a customer sent from a page that had closed meanwhile, until they are back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.customer import Customer
from accounts.models.lender import Lender
from accounts.models.sealed import EncryptedTextField, SealedModel


class PageDraft(SealedModel):
    """The fields of one form of one customer's at one lender, sealed, for a day at most
    (feedback.pages.drafts). Written once; the next replaces it."""

    customer = models.ForeignKey(
        Customer, verbose_name=_("customer"), on_delete=models.CASCADE, related_name="+"
    )
    lender = models.ForeignKey(
        Lender, verbose_name=_("lender"), on_delete=models.CASCADE, related_name="+"
    )
    form = models.CharField(_("form"), max_length=20)
    fields = EncryptedTextField(_("what was written"), purpose="page_draft.fields")
    kept_at = models.DateTimeField(_("kept at"))

    class Meta:
        verbose_name = _("words kept for a customer")
        verbose_name_plural = _("words kept for customers")
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "lender", "form"], name="one_draft_of_a_form"
            )
        ]
        indexes = [models.Index(fields=["kept_at"], name="drafts_by_age")]
