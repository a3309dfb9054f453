"""What a complaint rests on: messages it is about, files of evidence, letters as they were sent."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from accounts.models.choices import Language
from accounts.models.rotating import is_rotation
from accounts.models.scan import Scan
from accounts.models.sealed import EncryptedTextField, SealedModel
from accounts.models.sealed_files import EncryptedFileField
from feedback.models.complaint import Complaint
from messaging.models.approvable import OPEN, Approvable, approval_triggers
from messaging.models.message import Message

RETENTION = "retention"
"""The reason of a removal that no person did: what had to be kept was kept long enough."""

INFECTED = "virus"
"""The other one: the virus scanner found something."""

# How long is the policy's to say; sooner than a year, which no policy may go below, nobody erases.
_KEPT_LONG_ENOUGH = """EXISTS (
    SELECT FROM feedback_complaint c WHERE c.id = NEW.complaint_id AND c.state = 'resolved'
    AND c.resolved_at <= {at} - interval '1 year')"""

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
IF NEW.removal_asked_by_id IS DISTINCT FROM OLD.removal_asked_by_id
   AND (OLD.removal_asked_by_id IS NOT NULL OR NOT huancui_is_acting(NEW.removal_asked_by_id)) THEN
    RAISE EXCEPTION 'who asks to remove evidence % is who acts, once', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'two_people_remove_evidence';
END IF;
IF NEW.removed_by_id IS NOT NULL AND OLD.removed_by_id IS NULL
   AND (OLD.removal_asked_by_id IS NULL OR NEW.removed_by_id = OLD.removal_asked_by_id
        OR NOT huancui_is_acting(NEW.removed_by_id)) THEN
    RAISE EXCEPTION 'two people remove evidence %', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'two_people_remove_evidence';
END IF;
IF NEW.scan IS DISTINCT FROM OLD.scan AND OLD.scan <> 'waiting' THEN
    RAISE EXCEPTION 'evidence % was scanned already', OLD.id USING ERRCODE = 'check_violation';
END IF;
IF NEW.removed_at IS NOT NULL AND OLD.removed_at IS NULL AND NEW.removed_by_id IS NULL
   AND (NEW.removal_reason = 'virus') IS DISTINCT FROM (NEW.scan = 'infected') THEN
    RAISE EXCEPTION 'evidence % says two things of itself', OLD.id
        USING ERRCODE = 'check_violation';
END IF;
IF NEW.removed_at IS NOT NULL AND OLD.removed_at IS NULL AND NEW.removed_by_id IS NULL
   AND NEW.removal_reason <> 'virus' AND NOT {_KEPT_LONG_ENOUGH.format(at="NEW.removed_at")} THEN
    RAISE EXCEPTION 'evidence % has to be kept', OLD.id USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""

_KEPT_AS_SENT = f"""
IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'content_enc' = to_jsonb(OLD) - 'content_enc'
   AND COALESCE({is_rotation("content_enc")}, false) THEN
    RETURN NEW;
END IF;
IF TG_OP = 'UPDATE' AND OLD.erased_at IS NULL AND NEW.content_enc IS NULL
   AND to_jsonb(NEW) - ARRAY['content_enc', 'erased_at']
       = to_jsonb(OLD) - ARRAY['content_enc', 'erased_at']
   AND {_KEPT_LONG_ENOUGH.format(at="NEW.erased_at")} THEN
    RETURN NEW;
END IF;
RAISE EXCEPTION 'rows of % are written once', TG_TABLE_NAME USING ERRCODE = 'check_violation';
"""

# The words of a letter are approved by two, but for the answer, which one person types for this
# customer alone: it goes out by another, who has read it.
_ANOTHER_SENDS = """
IF NOT huancui_is_acting(NEW.made_by_id) THEN
    RAISE EXCEPTION 'who sends a letter is who acts' USING ERRCODE = 'check_violation';
END IF;
IF EXISTS (
    SELECT FROM feedback_lettertemplate t JOIN feedback_complaint c ON c.id = NEW.complaint_id
    LEFT JOIN feedback_complaintreview r ON r.complaint_id = c.id
    WHERE t.id = NEW.template_id AND (
        t.purpose = 'answer' AND c.resolved_by_id = NEW.made_by_id
        OR t.purpose = 'review' AND r.decided_by_id = NEW.made_by_id)
) THEN
    RAISE EXCEPTION 'somebody else sends an answer'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'somebody_else_sends_an_answer';
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


class Evidence(SealedModel):
    """One file, checked by its content and sealed in a folder of its own; its hash stays.

    Removed by two people, of whom one asks and says why, or (`removed_by` empty, RETENTION) when
    its time is over.
    """

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
    name = EncryptedTextField(_("file name"), purpose="evidence.name")
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    stored_as = EncryptedFileField(
        _("stored as"),
        purpose="complaint.evidence",
        folder="evidence",
        max_length=60,
        unique=True,
        editable=False,
    )
    # Nobody opens a file that waits for the virus scanner (accounts.scanning).
    scan = models.CharField(
        _("virus scan"), max_length=8, choices=Scan.choices, default=Scan.WAITING
    )
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("added by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    removal_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("removal asked for by"),
        null=True,
        editable=False,
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
                condition=Q(
                    removed_at=None, removed_by=None, removal_asked_by=None, removal_reason=""
                )
                | Q(removed_at=None, removed_by=None, removal_asked_by__isnull=False)
                & ~Q(removal_reason="")
                | (Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(removal_reason=""))
                | Q(
                    removed_at__isnull=False,
                    removed_by=None,
                    removal_reason__in=[RETENTION, INFECTED],
                ),
                name="a_removal_says_who_and_why",
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="evidence_is_not_empty"),
        ]
        indexes = [
            # What is due to be erased is among the oldest that are still there.
            models.Index(fields=["added_at"], condition=Q(removed_at=None), name="evidence_by_age"),
            models.Index(
                fields=["id"],
                condition=Q(removed_at=None, scan=Scan.WAITING),
                name="evidence_to_scan",
            ),
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
                condition=Q(state__in=OPEN),
                name="one_open_version_per_letter",
            ),
        ]
        triggers = [
            Audited(),
            *approval_triggers("code", "title", "purpose", "language", "number", "body"),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.number} ({self.get_language_display()})"


class Letter(SealedModel):
    """A letter as it was sent: rendered once, kept word for word until its time is over."""

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
    content = EncryptedTextField(_("as sent"), purpose="letter.content", null=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    erased_at = models.DateTimeField(_("erased at"), null=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(content__isnull=False, erased_at=None)
                | Q(content=None, erased_at__isnull=False),
                name="a_letter_is_there_or_erased",
            ),
        ]
        indexes = [
            models.Index(fields=["sent_at"], condition=Q(erased_at=None), name="letters_by_age"),
        ]
        triggers = [
            Audited(),
            pgtrigger.Trigger(
                name="append_only",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=_KEPT_AS_SENT,
            ),
            pgtrigger.Trigger(
                name="another_sends_an_answer",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_ANOTHER_SENDS,
            ),
        ]
