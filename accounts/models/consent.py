"""What a debtor agreed to, with its evidence."""

import re

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from accounts.models.customer import Customer

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
