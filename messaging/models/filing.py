"""What was filed with a carrier that sends nothing but texts and signatures it has passed."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from messaging.models.gateway import Gateway
from messaging.models.template import TemplateVersion

_APPROVED_ONLY = """
IF NEW.template_version_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM messaging_templateversion WHERE id = NEW.template_version_id AND state = 'approved')
THEN
    RAISE EXCEPTION 'only an approved text is filed'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'only_approved_texts_are_filed';
END IF;
RETURN NEW;
"""


class Filing(models.Model):
    """asked ──▶ waiting ──▶ passed | rejected; rejected, or never answered: asked again.

    A text (`template_version`) or, without one, the signature in `words`. `code` is the carrier's
    own id of it, under which the text is sent.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Being filed")
        WAITING = "waiting", _("Waiting for the carrier")
        PASSED = "passed", _("Passed by the carrier")
        REJECTED = "rejected", _("Rejected by the carrier")

    gateway = models.ForeignKey(
        Gateway, verbose_name=_("gateway"), on_delete=models.PROTECT, related_name="filings"
    )
    template_version = models.ForeignKey(
        TemplateVersion,
        verbose_name=_("template version"),
        null=True,
        on_delete=models.PROTECT,
        related_name="filings",
    )
    words = models.CharField(_("signature"), max_length=40, blank=True, default="")
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.ASKED, db_default="asked"
    )
    code = models.CharField(_("carrier's id"), max_length=80, blank=True, default="", db_default="")
    reason = models.CharField(
        _("carrier's reason"), max_length=500, blank=True, default="", db_default=""
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("filed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("filed at"))
    checked_at = models.DateTimeField(_("carrier last asked"), null=True)

    class Meta:
        verbose_name = _("filing with a carrier")
        verbose_name_plural = _("filings with carriers")
        constraints = [
            models.CheckConstraint(
                condition=Q(template_version__isnull=False, words="")
                | (Q(template_version=None) & ~Q(words="")),
                name="a_filing_is_a_text_or_a_signature",
            ),
            models.CheckConstraint(
                condition=Q(state="asked") | ~Q(code="") | Q(state="rejected"),
                name="what_a_carrier_has_carries_its_id",
            ),
            models.UniqueConstraint(
                fields=["gateway", "template_version"],
                condition=Q(template_version__isnull=False),
                name="a_text_is_filed_once_with_a_carrier",
            ),
            models.UniqueConstraint(
                fields=["gateway", "words"],
                condition=Q(template_version=None),
                name="a_signature_is_filed_once_with_a_carrier",
            ),
        ]
        indexes = [
            # What carriers are asked about, longest not asked first.
            models.Index(
                fields=["checked_at"], condition=Q(state="waiting"), name="filings_waiting"
            )
        ]
        triggers = [
            Audited(),
            pgtrigger.Trigger(
                name="only_approved_texts_are_filed",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_APPROVED_ONLY,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gateway}: {self.words or self.template_version}"
