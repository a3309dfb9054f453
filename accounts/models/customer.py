"""Customers. Personal values are ciphertext; equality goes through hashes."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.models.audit import audited_in_sets
from accounts.models.choices import Channel, DayPart, Language
from accounts.models.sealed import EncryptedTextField, SealedModel
from accounts.privacy.person_names import searched


class Customer(SealedModel):
    """A person who owes, or stands in for, at least one loan."""

    customer_no = models.CharField(_("customer number"), max_length=40, unique=True)
    name = EncryptedTextField(pgettext_lazy("person", "name"), purpose="customer.name")
    # Of the name as it is searched (accounts.privacy.person_names); empty where it cannot be.
    name_index = models.BinaryField(default=b"", db_default=b"", editable=False)
    salutation = models.CharField(_("salutation"), max_length=20, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, default=Language.ZH_HANS
    )
    timezones = ArrayField(
        models.CharField(max_length=40),
        verbose_name=_("candidate time zones"),
        default=list,
        help_text=_("A reminder is sent only when the hour suits all of them."),
    )
    id_last4_hash = models.BinaryField(_("secret for the own page"), null=True, editable=False)
    # The customer's own wishes. No import touches them; empty: none was said.
    wished_language = models.CharField(
        _("wished language"),
        max_length=10,
        choices=Language.choices,
        blank=True,
        default="",
        db_default="",
    )
    wished_channel = models.CharField(
        _("wished channel"),
        max_length=10,
        choices=Channel.choices,
        blank=True,
        default="",
        db_default="",
    )
    wished_hours = models.CharField(
        _("wished hours"),
        max_length=10,
        choices=DayPart.choices,
        blank=True,
        default="",
        db_default="",
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("known under another number as"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged_from",
    )
    fingerprint = models.BinaryField(editable=False)
    created_at = models.DateTimeField(_("created at"))
    erased_at = models.DateTimeField(_("erased at"), null=True, editable=False)

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        permissions = [
            ("record_wish", "Can enter what a customer asks for"),
            ("export_customer", "Can take a customer's data for the customer"),
        ]
        indexes = [
            models.Index(
                fields=["name_index"], condition=~Q(name_index=b""), name="customers_by_name"
            )
        ]
        triggers = audited_in_sets()

    def __str__(self) -> str:
        return self.customer_no

    @classmethod
    def known_by(cls, name: str) -> bytes:
        """The `name_index` of this name; empty for what nobody would search."""
        known_by = searched(name)
        return cls.name.field.index(known_by) if known_by else b""

    @classmethod
    def named(cls, typed: str) -> models.QuerySet["Customer"]:
        """Those of this very name, however it is written; of what is no name, nobody."""
        known_by = searched(typed)
        indexes = cls.name.field.indexes(known_by) if known_by else []
        return cls.objects.filter(name_index__in=indexes)

    @property
    def language_to_use(self) -> str:
        """The one they asked for, else the one on file."""
        return self.wished_language or self.language
