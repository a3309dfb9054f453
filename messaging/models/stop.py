"""The emergency stop: while one is active, nothing it covers begins to leave."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited


class Stop(models.Model):
    """Covers everything, or one gateway, template, run or lender (`object_id`)."""

    class Scope(models.TextChoices):
        ALL = "all", _("Everything")
        LENDER = "lender", _("Lender")
        RUN = "run", _("Run")
        TEMPLATE = "template", _("Template")
        GATEWAY = "gateway", _("Gateway")

    scope = models.CharField(_("scope"), max_length=10, choices=Scope.choices)
    object_id = models.BigIntegerField(_("which"), null=True)
    reason = models.CharField(_("reason"), max_length=200)
    at = models.DateTimeField(_("from"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lifted_at = models.DateTimeField(_("lifted at"), null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("lifted by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("stop")
        verbose_name_plural = _("stops")
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "object_id"],
                condition=Q(lifted_at=None),
                nulls_distinct=False,
                name="one_active_stop_per_scope",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_stop_says_why"),
        ]
        triggers = [Audited()]
