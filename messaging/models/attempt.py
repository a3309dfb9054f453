"""Every hand-over of a message to a gateway, and how it ended."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import AppendOnly
from accounts.models.chained import Chained, OfItsTransaction, chain_index
from messaging.models.gateway import Gateway
from messaging.models.message import Message


class Attempt(Chained):
    """One hand-over to a gateway: the permit it had, when it began, how it ended; `text_digest` is
    that of the text it carried (Message.text_digest)."""

    chain_moment = "recorded_at"

    class Result(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused for good")
        RETRY = "retry", _("Refused for now")
        UNKNOWN = "unknown", _("Unknown")
        NOT_BEGUN = "not_begun", _("Not begun: the permit had ended")

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attempts")
    gateway = models.ForeignKey(Gateway, on_delete=models.PROTECT, db_index=False)
    begun_at = models.DateTimeField(_("begun at"))
    permit_until = models.DateTimeField(_("permit ends"))
    result = models.CharField(_("result"), max_length=10, choices=Result.choices)
    error_code = models.CharField(_("error"), max_length=40, blank=True)
    gateway_ref = models.CharField(_("gateway's id"), max_length=80, blank=True)
    text_digest = models.BinaryField(null=True, editable=False)
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)
    """By the database's clock, which no worker's clock moves (dispatch.unknowns)."""

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        indexes = [
            # A gateway's rate now. Written once in the order of time, so blocks are enough.
            BrinIndex(fields=["begun_at"], autosummarize=True, name="attempts_by_time"),
            chain_index("attempts_by_transaction"),
        ]
        triggers = [AppendOnly(), OfItsTransaction()]
