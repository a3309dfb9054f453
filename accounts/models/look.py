"""Who of the staff looked at which customer, without anything being shown in clear."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class Look(models.Model):
    """Somebody opened a page of this customer, or found them by name or number: once a day,
    person, customer and way, however often. What was shown in clear is a `Reveal` besides.

    Only added to; a worker deletes what is older than `accounts.disclosure.looks.KEPT`.
    """

    class How(models.TextChoices):
        PAGE = "page", _("Customer's page")
        CONVERSATION = "talk", _("Conversation")
        NAME = "name", _("Found by name")
        ADDRESS = "addr", _("Found by number or address")

    customer = models.ForeignKey(
        "accounts.Customer",
        verbose_name=_("customer"),
        db_index=False,
        on_delete=models.CASCADE,
        related_name="+",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        db_index=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    day = models.DateField(_("day"))
    how = models.CharField(_("how"), max_length=4, choices=How.choices)
    at = models.DateTimeField(_("first at"))

    class Meta:
        verbose_name = _("look at a customer")
        verbose_name_plural = _("looks at customers")
        constraints = [
            # In the order of the auditor's question: who looked at this customer?
            models.UniqueConstraint(
                fields=["customer", "day", "user", "how"], name="a_look_once_a_day"
            )
        ]
        indexes = [
            # And: whom did this person look at, newest first?
            models.Index(fields=["user", "day"], name="looks_of_a_person"),
            # What is old goes by day; rows come in its order.
            BrinIndex(fields=["day"], name="looks_by_day"),
        ]
        triggers = [pgtrigger.Protect(name="looks_stay", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"#{self.pk}"
