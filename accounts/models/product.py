"""Products as lenders' files call them. What borrowers read for them is confirmed elsewhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.lender import Lender


class Product(models.Model):
    """One product of a lender, met in a file. Written by imports, never changed."""

    lender = models.ForeignKey(
        Lender, verbose_name=_("lender"), on_delete=models.CASCADE, related_name="products"
    )
    code = models.CharField(_("as the files call it"), max_length=40)
    seen_at = models.DateTimeField(_("first seen"))

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints = [
            models.UniqueConstraint(fields=["lender", "code"], name="a_product_once_per_lender")
        ]

    def __str__(self) -> str:
        return self.code
