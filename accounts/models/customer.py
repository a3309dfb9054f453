"""Customers and their addresses. Personal values are ciphertext; equality goes through hashes."""

import re

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.models.audit import Audited, audited_in_sets
from accounts.models.choices import Channel, DayPart, Language, PartyRole
from accounts.models.lender import Lender
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


# What a file brings two people brought in; a number typed on a page needs them too.
_TWO_PEOPLE = pgtrigger.Trigger(
    name="a_typed_number_takes_two_people",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    timing=pgtrigger.Deferred,
    condition=pgtrigger.Condition(
        "current_user = 'huancui_web' AND NEW.channel IN ('sms', 'phone')"
    ),
    func="""
    IF NOT EXISTS (
        SELECT FROM accounts_newnumber n WHERE n.point_id = NEW.id AND n.state = 'approved'
    ) THEN
        RAISE EXCEPTION 'a number typed on a page takes two people' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'a_typed_number_takes_two_people';
    END IF;
    RETURN NULL;
    """,
)


class ContactPoint(SealedModel):
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
    address = EncryptedTextField(_("address"), purpose="contact_point.address")
    address_index = models.BinaryField(editable=False)
    address_hash = models.BinaryField(editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.ACTIVE)
    # When somebody last made sure that this is the customer's, through what, and on what evidence.
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    confirmed_through = models.CharField(
        _("confirmed through"), max_length=40, blank=True, default="", db_default=""
    )
    confirmed_evidence = models.CharField(
        _("evidence"), max_length=200, blank=True, default="", db_default=""
    )
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
        choices=[
            ("not_named", _("The lender names another one")),
            ("replaced", _("The customer has another one")),
        ],
        blank=True,
        default="",
        db_default="",
    )
    retired_at = models.DateTimeField(_("retired at"), null=True)

    class Meta:
        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")
        permissions = [
            ("reveal_contactpoint", "Can see addresses in clear"),
            ("confirm_contactpoint", "Can confirm that an address is the customer's"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_on=None) | ~Q(confirmed_through=""),
                name="a_confirmation_says_through_what",
            ),
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
        triggers = [*audited_in_sets(), _TWO_PEOPLE]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} #{self.pk}"


_OF_IMPORT = re.compile(r"^import:(\d{1,18}) · ")
_ONLY_REVOKED = """
IF huancui_is_erasing()
   AND to_jsonb(NEW) - ARRAY['evidence', 'revocation']
       = to_jsonb(OLD) - ARRAY['evidence', 'revocation'] THEN
    RETURN NEW;
END IF;
IF OLD.revoked_at IS NOT NULL THEN
    RAISE EXCEPTION 'consent % is revoked and final', OLD.id USING ERRCODE = 'check_violation';
END IF;
IF (NEW.customer_id, NEW.kind, NEW.via, NEW.given_at, NEW.evidence, NEW.recorded_by_id)
   IS DISTINCT FROM
   (OLD.customer_id, OLD.kind, OLD.via, OLD.given_at, OLD.evidence, OLD.recorded_by_id) THEN
    RAISE EXCEPTION 'a consent is revoked, never changed' USING ERRCODE = 'check_violation';
END IF;
IF (NEW.confirmed_by_id, NEW.confirmed_at) IS DISTINCT FROM (OLD.confirmed_by_id, OLD.confirmed_at)
   AND (OLD.confirmed_by_id IS NOT NULL OR NOT huancui_is_acting(NEW.confirmed_by_id)) THEN
    RAISE EXCEPTION 'who confirms consent % is who acts, once', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'another_person_confirms_a_consent';
END IF;
NEW.waits := OLD.waits AND NEW.confirmed_by_id IS NULL AND NEW.revoked_at IS NULL;
RETURN NEW;
"""
# One carried to another number of the customer brings along who confirmed it.
_CONFIRMED_AFTERWARDS = """
IF NEW.confirmed_by_id IS NOT NULL AND NOT huancui_is_acting(NEW.confirmed_by_id)
   AND NOT EXISTS (
       SELECT FROM accounts_consent o
       WHERE (o.kind, o.given_at, o.evidence, o.confirmed_by_id, o.confirmed_at)
           = (NEW.kind, NEW.given_at, NEW.evidence, NEW.confirmed_by_id, NEW.confirmed_at)
   ) THEN
    RAISE EXCEPTION 'a consent is confirmed after it was recorded'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'another_person_confirms_a_consent';
END IF;
NEW.waits := NEW.kind IN ('night_contact', 'electronic_contact', 'lock_screen')
    AND NEW.recorded_by_id IS NOT NULL AND NEW.confirmed_by_id IS NULL AND NEW.revoked_at IS NULL
    AND (NEW.kind = 'night_contact' OR NOT EXISTS (
        SELECT FROM accounts_user u WHERE u.id = NEW.recorded_by_id AND u.is_machine));
RETURN NEW;
"""


class Consent(models.Model):
    """A debtor agreed to be contacted at night, by text and e-mail at all where the policy asks
    for that, to get useful knowledge between reminders, or to see on a locked phone what is owed:
    recorded with evidence, revocable at once.

    `recorded_by` and `revoked_by` are empty where the customer did it on their own page, and where
    a file said so that no person brought; the evidence of a file's begins with `import:` and its
    number (`given_in`, `revoked_in`). What `waits` counts once another person has confirmed it:
    what a colleague recorded, to the night what a key did too; the database says which.
    """

    class Kind(models.TextChoices):
        NIGHT_CONTACT = "night_contact", _("Night contact")
        ELECTRONIC_CONTACT = "electronic_contact", _("Texts and e-mail")
        EDUCATION = "education", _("Useful knowledge about money")
        LOCK_SCREEN = "lock_screen", _("Debt shown on a locked phone")

    class Via(models.TextChoices):
        PAGE = "page", _("Own page")
        CALL = "call", _("Telephone call")
        LETTER = "letter", _("Letter or e-mail")
        COUNTER = "counter", _("In person")
        TEXT = "text", _("Text message")
        FILE = "file", _("The lender's records")

    customer = models.ForeignKey(
        Customer, verbose_name=_("customer"), on_delete=models.CASCADE, related_name="consents"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    via = models.CharField(_("given through"), max_length=10, choices=Via.choices)
    given_at = models.DateTimeField(_("given at"))
    evidence = models.CharField(_("evidence"), max_length=200)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, editable=False)
    waits = models.BooleanField(
        _("waits for a second person"), default=False, db_default=False, editable=False
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("revocation recorded by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    revocation = models.CharField(_("how it was revoked"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind"],
                condition=Q(revoked_at=None),
                name="one_consent_in_force_per_kind",
            ),
            models.CheckConstraint(
                condition=~Q(evidence__regex=r"^\s*$"), name="a_consent_names_its_evidence"
            ),
            models.CheckConstraint(
                condition=Q(via__in=["page", "file"]) | Q(recorded_by__isnull=False),
                name="a_consent_names_who_recorded_it",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | ~Q(revocation=""),
                name="a_revocation_says_how",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(
                    confirmed_by__isnull=False,
                    confirmed_at__isnull=False,
                    recorded_by__isnull=False,
                )
                & ~Q(confirmed_by=F("recorded_by")),
                name="another_person_confirms_a_consent",
            ),
        ]
        indexes = [
            # All that waits for a second person, the oldest first.
            models.Index(
                fields=["given_at", "id"], condition=Q(waits=True), name="consents_that_wait"
            )
        ]
        triggers = [
            Audited(),
            pgtrigger.Trigger(
                name="only_revoked",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_ONLY_REVOKED,
            ),
            pgtrigger.Trigger(
                name="confirmed_afterwards",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_CONFIRMED_AFTERWARDS,
            ),
        ]

    @property
    def given_in(self) -> int | None:
        """The import that brought it."""
        return _import_of(self.evidence)

    @property
    def revoked_in(self) -> int | None:
        """The import that revoked it."""
        return _import_of(self.revocation)

    @property
    def given_words(self) -> str:
        """The evidence, without the import it came with."""
        return _OF_IMPORT.sub("", self.evidence)

    @property
    def revoked_words(self) -> str:
        """How it was revoked, without the import that says so."""
        return _OF_IMPORT.sub("", self.revocation)


def _import_of(source: str) -> int | None:
    found = _OF_IMPORT.match(source)
    return int(found[1]) if found else None
