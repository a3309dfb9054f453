"""What the calls of a key changed of a lender's people, hour by hour."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.api_key import ApiKey
from accounts.models.lender import Lender


class CallFigures(models.Model):
    """Sums over the calls that entered (accounts.intake.merging.call_figures)."""

    key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, related_name="+")
    lender = models.ForeignKey(Lender, on_delete=models.PROTECT, related_name="+")
    hour = models.DateTimeField(_("hour"))
    figures = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("figures of calls")
        verbose_name_plural = _("figures of calls")
        constraints = [
            models.UniqueConstraint(fields=["key", "lender", "hour"], name="an_hour_of_a_key_once")
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
