"""How a gateway is doing: its pace over all workers, its circuit breaker, what happened to it.

Apart from `Gateway`, which is what was approved: this changes with every wave.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import AppendOnly
from messaging.models.gateway import Gateway


class GatewayState(models.Model):
    """One row per approved gateway, made by the database with the approval.

    `free_at` is when the next message may begin (by the database's clock), which is how the rate
    holds over all workers and hosts. `mode` is the circuit breaker's.
    """

    class Mode(models.TextChoices):
        WORKING = "working", _("Working")
        PAUSED = "paused", _("Paused by itself")
        PROBING = "probing", _("Being tried")

    gateway = models.OneToOneField(
        Gateway, primary_key=True, on_delete=models.CASCADE, related_name="status"
    )
    free_at = models.DateTimeField(_("free at"), null=True)
    mode = models.CharField(
        _("mode"), max_length=8, choices=Mode.choices, default=Mode.WORKING, db_default="working"
    )
    failures = models.PositiveIntegerField(_("failures in a row"), default=0, db_default=0)
    pauses = models.PositiveIntegerField(_("pauses in a row"), default=0, db_default=0)
    paused_until = models.DateTimeField(_("paused until"), null=True)
    last_error = models.CharField(_("last error"), max_length=40, default="", db_default="")
    last_failed_at = models.DateTimeField(_("last failed"), null=True)
    last_accepted_at = models.DateTimeField(_("last accepted"), null=True)

    class Meta:
        verbose_name = _("state of a gateway")
        verbose_name_plural = _("states of gateways")
        constraints = [
            models.CheckConstraint(
                condition=~Q(mode="paused") | Q(paused_until__isnull=False),
                name="a_pause_has_an_end",
            )
        ]

    def __str__(self) -> str:
        return f"{self.gateway}: {self.mode}"


class GatewayEvent(models.Model):
    """What happened to a gateway, for its page: paused, tried, resumed, closed, opened."""

    class Kind(models.TextChoices):
        PAUSED = "paused", _("Paused by itself")
        PROBE_FAILED = "probe_failed", _("Tried, and still failing")
        TRY_ASKED = "try_asked", _("To be tried at once")
        RESUMED = "resumed", _("Working again")
        CLOSED = "closed", _("Closed by a person")
        OPENED = "opened", _("Opened by a person")

    gateway = models.ForeignKey(Gateway, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(_("what"), max_length=12, choices=Kind.choices)
    at = models.DateTimeField(_("at"))
    detail = models.CharField(_("detail"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("event of a gateway")
        verbose_name_plural = _("events of gateways")
        indexes = [
            # The gateway's page: the latest first.
            models.Index(fields=["gateway", "-at"], name="events_of_a_gateway"),
        ]
        triggers = [AppendOnly()]
