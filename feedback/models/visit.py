"""What guards the customer's pages: tries counted by place, and tries at a customer's secret."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import AppendOnly
from accounts.models.customer import Customer
from messaging.models.message import Message


class Throttle(models.Model):
    """How often one place (a network address, a code) tried in a window. Hashed, and soon gone."""

    place_hash = models.BinaryField(primary_key=True, editable=False)
    tries = models.PositiveIntegerField(_("tries"))
    ends_at = models.DateTimeField(_("until"), db_index=True)

    class Meta:
        verbose_name = _("counted tries")
        verbose_name_plural = _("counted tries")


class SecretTry(models.Model):
    """Somebody who holds a customer's text entered the secret of that customer's page."""

    customer = models.ForeignKey(
        Customer, verbose_name=_("customer"), on_delete=models.PROTECT, related_name="secret_tries"
    )
    message = models.ForeignKey(
        Message, verbose_name=_("message"), on_delete=models.PROTECT, db_index=False
    )
    at = models.DateTimeField(_("at"))
    right = models.BooleanField(_("right"))

    class Meta:
        verbose_name = _("try at the secret")
        verbose_name_plural = _("tries at the secret")
        indexes = [models.Index(fields=["customer", "-at"], name="secret_tries_of_a_customer")]
        triggers = [AppendOnly()]
