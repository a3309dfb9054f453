"""Messages that should not have gone: a payment recorded later shows the loan was paid by then."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from accounts.models.customer import Customer
from accounts.models.loan import Loan, Repayment
from accounts.models.states import StateMachine
from messaging.models.message import Message


class UndueMessage(models.Model):
    """A message handed over about a loan that had been paid in full on an earlier day.

    Found when the repayment is recorded. open → apologised | seen.
    """

    class State(models.TextChoices):
        OPEN = "open", _("To be settled")
        APOLOGISED = "apologised", _("Apologised")
        SEEN = "seen", _("Marked as seen")

    message = models.ForeignKey(
        Message, verbose_name=_("message"), on_delete=models.PROTECT, related_name="undue"
    )
    loan = models.ForeignKey(
        Loan, verbose_name=_("loan"), on_delete=models.PROTECT, related_name="undue_messages"
    )
    customer = models.ForeignKey(
        Customer,
        verbose_name=_("customer"),
        on_delete=models.PROTECT,
        related_name="undue_messages",
    )
    repayment = models.ForeignKey(
        Repayment,
        verbose_name=_("repayment"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The last of those recorded after the message was sent."),
    )
    whole = models.BooleanField(
        _("all of the message"), help_text=_("No: other loans in it were still due.")
    )
    handed_over_at = models.DateTimeField(_("handed over at"))
    found_at = models.DateTimeField(_("found at"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    apology = models.ForeignKey(
        Message, verbose_name=_("apology"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(_("settled at"), null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("settled by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("message after payment")
        verbose_name_plural = _("messages after payment")
        permissions = [("settle_unduemessage", "Can apologise for a message after payment")]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "loan"], name="an_undue_message_is_found_once_per_loan"
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="an_undue_message_is_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="apologised") | Q(apology__isnull=False),
                name="an_apology_names_its_message",
            ),
        ]
        indexes = [
            # The page: open ones, customer by customer.
            models.Index(
                fields=["customer"], condition=Q(state="open"), name="undue_messages_open"
            ),
            models.Index(fields=["state", "-id"], name="undue_messages_by_state"),
        ]
        triggers = [
            # Inserted in sets while a file is brought in: only what people do is on record.
            Audited(),
            StateMachine(
                name="undue_states",
                transitions=[("open", "apologised"), ("open", "seen")],
            ),
            pgtrigger.Protect(name="undue_messages_are_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
