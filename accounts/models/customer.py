"""Customers and their addresses. Personal values are ciphertext; equality goes through hashes."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.models.audit import Audited
from accounts.models.choices import Channel, DayPart, Language, PartyRole
from accounts.models.lender import Lender


class Customer(models.Model):
    """A person who owes, or stands in for, at least one loan."""

    customer_no = models.CharField(_("customer number"), max_length=40, unique=True)
    name_enc = models.BinaryField(pgettext_lazy("person", "name"))
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
        triggers = [Audited()]

    def __str__(self) -> str:
        return self.customer_no

    @property
    def language_to_use(self) -> str:
        """The one they asked for, else the one on file."""
        return self.wished_language or self.language


class ContactPoint(models.Model):
    """One address of a customer on one channel."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        WRONG_PARTY = "wrong_party", _("Wrong person")
        UNREACHABLE = "unreachable", _("Unreachable")
        RETIRED = "retired", _("Retired")

    customer = models.ForeignKey(
        Customer,
        verbose_name=_("customer"),
        on_delete=models.CASCADE,
        related_name="contact_points",
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    role = models.CharField(
        _("role"), max_length=15, choices=PartyRole.choices, default=PartyRole.DEBTOR
    )
    address_enc = models.BinaryField(_("address"))
    address_index = models.BinaryField(editable=False)
    address_hash = models.BinaryField(editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.ACTIVE)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    seen_at = models.DateTimeField(_("last named by the core system"))
    named_by = models.ForeignKey(
        Lender,
        verbose_name=_("last named by"),
        null=True,
        editable=False,
        db_index=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    retired_why = models.CharField(
        _("why retired"),
        max_length=12,
        choices=[("not_named", _("The lender names another one"))],
        blank=True,
        default="",
        db_default="",
    )
    retired_at = models.DateTimeField(_("retired at"), null=True)

    class Meta:
        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")
        permissions = [("reveal_contactpoint", "Can see addresses in clear")]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "channel", "address_hash"], name="an_address_once_per_customer"
            ),
        ]
        indexes = [
            # Search by number (inbox, customers) goes through the blind index.
            models.Index(fields=["address_index"], name="contact_point_search"),
            # Wrong person, opt-out and caps reach every customer behind one number.
            models.Index(fields=["address_hash"], name="contact_points_of_a_number"),
        ]
        triggers = [Audited()]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} #{self.pk}"


class Consent(models.Model):
    """A debtor agreed to be contacted at night, or by text and e-mail at all where the policy asks
    for that: recorded, with evidence, revocable."""

    customer = models.ForeignKey(
        Customer, verbose_name=_("customer"), on_delete=models.CASCADE, related_name="consents"
    )
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=[
            ("night_contact", _("Night contact")),
            ("electronic_contact", _("Texts and e-mail")),
        ],
    )
    given_at = models.DateTimeField(_("given at"))
    evidence = models.CharField(_("evidence"), max_length=200)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind"],
                condition=Q(revoked_at=None),
                name="one_consent_in_force_per_kind",
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="a_consent_names_its_evidence"),
        ]
        triggers = [Audited()]
