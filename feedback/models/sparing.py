"""What the randomised groups say of texts that could be spared."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.lender import Lender


class SparingFinding(models.Model):
    """As of last night, one a lender; the fields are those of messaging.evaluation.sparing.Found.

    `why` is empty where `conditions` are proposed, else says why they, or nothing, are not.
    """

    class Why(models.TextChoices):
        FEW = "few", _("Too few customers in the control group")
        ALL_ALIKE = "all_alike", _("Nothing tells apart whom a text helps")
        NO_RULE = "no_rule", _("No readable rule would surely keep enough repayments")
        NOT_BETTER = "not_better", _("The rule is not shown to be better than chance")
        NOT_KEPT = "not_kept", _("The rule is not shown to keep enough repayments")

    lender = models.OneToOneField(
        Lender, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    as_of = models.DateField(_("as of"))
    episodes = models.PositiveIntegerField(_("episodes"))
    effect = models.FloatField(_("effect"))
    why = models.CharField(_("why nothing is proposed"), max_length=12, choices=Why, blank=True)
    conditions = models.JSONField(_("conditions"), default=list)
    judged = models.JSONField(_("held-out figures"), default=dict)
    curve = models.JSONField(_("curve"), default=list)

    class Meta:
        verbose_name = _("texts that could be spared")
        verbose_name_plural = _("texts that could be spared")
