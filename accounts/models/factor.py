"""What somebody has beside a password: an app that shows codes, passkeys, and codes on paper."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.models.audit import Audited
from accounts.models.sealed import EncryptedTextField, SealedModel
from accounts.models.staff_request import StaffRequest

_REMOVED_RIGHTLY = """
IF NEW.removed_by_id = NEW.user_id THEN
    RETURN NEW;
END IF;
-- All factors of a person go by one request, which is used up with the first of them.
UPDATE accounts_staffrequest SET used_at = transaction_timestamp()
WHERE id = NEW.removed_for_id AND kind = 'factor' AND subject_id = NEW.user_id
  AND state = 'approved' AND used_at IS NULL;
IF NOT FOUND THEN
    PERFORM 1 FROM accounts_staffrequest
    WHERE id = NEW.removed_for_id AND kind = 'factor' AND subject_id = NEW.user_id
      AND used_at = transaction_timestamp();
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nobody has approved that this factor goes' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'a_person_takes_two_people';
    END IF;
END IF;
RETURN NEW;
"""


class Factor(SealedModel):
    """begun → confirmed by a first use → removed, by its person or by an approved request.

    `secret`: of an app, the shared secret in base32; of a passkey, its id and public key (the bytes
    of WebAuthn's attested credential data) in base64. `counter`: of an app, the time step of the
    last code taken, as no code is taken twice; of a passkey, how often it signed, as far as it
    counts.
    """

    class Kind(models.TextChoices):
        TOTP = "totp", _("Authenticator app")
        PASSKEY = "passkey", _("Passkey")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("login"),
        on_delete=models.PROTECT,
        related_name="factors",
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    name = models.CharField(pgettext_lazy("factor", "name"), max_length=60, blank=True)
    secret = EncryptedTextField(_("secret"), purpose="factor.secret")
    counter = models.BigIntegerField(_("counter"), default=0)
    begun_at = models.DateTimeField(_("begun at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    used_at = models.DateTimeField(_("last used at"), null=True)
    removed_at = models.DateTimeField(_("removed at"), null=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("removed by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    removed_for = models.ForeignKey(
        StaffRequest,
        verbose_name=_("request about a person"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,  # a sandbox that begins anew keeps its people, not what was asked
        related_name="+",
    )

    class Meta:
        verbose_name = _("second factor")
        verbose_name_plural = _("second factors")
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(kind="totp", confirmed_at=None, removed_at=None),
                name="one_app_is_being_added",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None, removed_for=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="a_removed_factor_says_by_whom",
            ),
        ]
        indexes = [
            models.Index(
                fields=["user"],
                name="factors_in_use",
                condition=Q(confirmed_at__isnull=False, removed_at=None),
            ),
        ]
        triggers = [
            Audited(ignored=("used_at", "counter")),
            pgtrigger.ReadOnly(
                name="a_factor_stays_its_persons",
                fields=["user", "kind", "begun_at"],
            ),
            pgtrigger.Protect(
                name="a_removed_factor_stays_so",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__removed_at__isnull=False)
                & pgtrigger.Q(new__removed_at__isnull=True),
            ),
            pgtrigger.Protect(name="factors_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="removed_rightly",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__removed_at__isnull=True)
                & pgtrigger.Q(new__removed_at__isnull=False),
                func=_REMOVED_RIGHTLY,
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.get_kind_display())


class RecoveryCode(models.Model):
    """One of ten codes to be kept on paper; a keyed hash, good once, until new ones are made."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("login"),
        on_delete=models.PROTECT,
        related_name="recovery_codes",
    )
    code_hash = models.BinaryField(_("code"), editable=False)
    made_at = models.DateTimeField(_("made at"))
    ended_at = models.DateTimeField(_("used or replaced at"), null=True)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [
            models.UniqueConstraint(fields=["user", "code_hash"], name="one_code_of_a_person"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="a_code_stays_what_it_was", exclude=["ended_at"]),
            pgtrigger.Protect(
                name="a_code_ends_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_at__isnull=False),
            ),
            pgtrigger.Protect(name="codes_are_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
