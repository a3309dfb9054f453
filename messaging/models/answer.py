"""Answers: which reply a message answers, and who sent it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import AppendOnly
from messaging.models.message import Message
from messaging.models.reply import Reply


class Answer(models.Model):
    """An agent's answer. The message is queued like any other; this says what it answers."""

    message = models.OneToOneField(
        Message, primary_key=True, on_delete=models.PROTECT, related_name="answer"
    )
    reply = models.ForeignKey(
        Reply, verbose_name=_("reply"), on_delete=models.PROTECT, related_name="answered_by"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    # What the text leaves open, as the agent chose it (messaging.content.chosen).
    day = models.DateField(_("day agreed"), null=True, blank=True)
    amount = models.DecimalField(
        _("amount agreed"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=None, currency="")
                | Q(amount__gt=0, currency__regex="^[A-Z]{3}$"),
                name="an_amount_agreed_is_positive_and_has_a_currency",
            )
        ]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        triggers = [AppendOnly()]

    def __str__(self) -> str:
        return f"#{self.message_id}"
