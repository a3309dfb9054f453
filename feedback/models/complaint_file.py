"""What a complaint rests on: messages it is about, files of evidence, letters as they were sent."""

from datetime import datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from accounts.models.choices import Language
from accounts.models.rotating import WrittenOnce, is_rotation
from feedback.models.complaint import Complaint
from messaging.content.findings import Finding
from messaging.models.approvable import Approvable, ApprovalState, approval_triggers
from messaging.models.message import Message

_ONLY_REMOVAL = f"""
IF OLD.removed_at IS NOT NULL AND NOT (
    to_jsonb(NEW) - 'name_enc' = to_jsonb(OLD) - 'name_enc'
    AND COALESCE({is_rotation("name_enc")}, false)) THEN
    RAISE EXCEPTION 'evidence % is removed and final', OLD.id USING ERRCODE = 'check_violation';
END IF;
IF (NEW.complaint_id, NEW.kind, NEW.size, NEW.sha256, NEW.stored_as, NEW.added_at, NEW.added_by_id)
   IS DISTINCT FROM
   (OLD.complaint_id, OLD.kind, OLD.size, OLD.sha256, OLD.stored_as, OLD.added_at, OLD.added_by_id)
   OR (NEW.name_enc IS DISTINCT FROM OLD.name_enc
       AND NOT COALESCE({is_rotation("name_enc")}, false)) THEN
    RAISE EXCEPTION 'evidence is removed, never changed' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class ComplaintMessage(models.Model):
    """A message the complaint is about; `Complaint.message` is the first of them."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="linked")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="complained_about")
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("message of a complaint")
        verbose_name_plural = _("messages of complaints")
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "message"], name="a_message_once_per_complaint"
            )
        ]
        triggers = [Audited()]


class Evidence(models.Model):
    """One file, checked by its content and sealed in a folder of its own; its hash stays."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        PNG = "png", "PNG"
        JPEG = "jpeg", "JPEG"
        WEBP = "webp", "WebP"
        MP3 = "mp3", "MP3"
        WAV = "wav", "WAV"
        AMR = "amr", "AMR"
        TXT = "txt", _("Text")

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(_("type"), max_length=5, choices=Kind.choices)
    name_enc = models.BinaryField(_("file name"))
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    stored_as = models.CharField(_("stored as"), max_length=60, unique=True, editable=False)
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("added by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    removed_at = models.DateTimeField(_("removed at"), null=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("removed by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    removal_reason = models.CharField(_("why removed"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "sha256"],
                condition=Q(removed_at=None),
                name="evidence_once_per_complaint",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None, removal_reason="")
                | (Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(removal_reason="")),
                name="a_removal_says_who_and_why",
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="evidence_is_not_empty"),
        ]
        triggers = [
            Audited(),
            pgtrigger.Trigger(
                name="only_removal_changes",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_ONLY_REMOVAL,
            ),
            pgtrigger.Protect(name="evidence_is_kept", operation=pgtrigger.Delete),
        ]


class LetterTemplate(Approvable):
    """One wording of a letter to a complainant, in one language. Only approved ones are sent."""

    class Purpose(models.TextChoices):
        RECEIVED = "received", _("Complaint received")
        EXTENDED = "extended", _("Answer takes longer")
        ANSWER = "answer", _("Answer")
        REVIEW = "review", _("Answer to the review")

    code = models.SlugField(_("code"), max_length=60)
    title = models.CharField(_("title"), max_length=80)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, default=Language.ZH_HANS
    )
    number = models.PositiveIntegerField(_("version"))
    body = models.TextField(_("text"))

    class Meta:
        verbose_name = _("letter template")
        verbose_name_plural = _("letter templates")
        permissions = [("approve_lettertemplate", "Can approve or reject a letter template")]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "language", "number"], name="letter_numbers_are_unique"
            ),
            models.UniqueConstraint(
                fields=["code", "language"],
                condition=Q(state__in=[ApprovalState.DRAFT, ApprovalState.SUBMITTED]),
                name="one_open_version_per_letter",
            ),
        ]
        triggers = [
            Audited(),
            *approval_triggers("code", "title", "purpose", "language", "number", "body"),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.number} ({self.get_language_display()})"

    def approved_content(self) -> list[str]:
        return [self.code, self.title, self.purpose, self.language, self.body]

    def other_versions(self) -> "models.QuerySet[LetterTemplate]":
        same = LetterTemplate.objects.filter(code=self.code, language=self.language)
        return same.exclude(pk=self.pk)

    def own_findings(self, now: datetime) -> list[Finding]:
        from feedback.letters.review import review_letter
        from messaging import lexicons

        return review_letter(self.body, purpose=self.purpose, lexicon=lexicons.in_force(now))


class Letter(models.Model):
    """A letter as it was sent: rendered once, kept word for word."""

    class By(models.TextChoices):
        POST = "post", _("Post")
        EMAIL = "email", _("E-mail")
        COUNTER = "counter", _("Handed over")

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="letters")
    template = models.ForeignKey(
        LetterTemplate, verbose_name=_("template"), on_delete=models.PROTECT, related_name="letters"
    )
    sent_by_way = models.CharField(_("sent by"), max_length=8, choices=By.choices)
    sent_at = models.DateTimeField(_("sent at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    content_enc = models.BinaryField(_("as sent"))
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-sent_at", "-id"]
        triggers = [Audited(), WrittenOnce("content_enc")]
