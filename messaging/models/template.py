"""Templates: what a reminder says. Each edit is a version; only an approved version leaves."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from accounts.models.choices import Cause, Channel, Language
from messaging.models.approvable import Approvable, ApprovalState, approval_triggers
from messaging.models.choices import ContentClass, StageChoices, Tone


class Template(models.Model):
    """One text with a purpose (stage, tone, cause), in as many languages as it has versions."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=80)
    stage = models.CharField(_("stage"), max_length=10, choices=StageChoices.choices)
    tone = models.CharField(_("tone"), max_length=10, choices=Tone.choices)
    cause = models.CharField(
        _("cause of delay"), max_length=12, choices=Cause.choices, default=Cause.UNKNOWN
    )
    channel = models.CharField(
        _("channel"), max_length=10, choices=Channel.choices, default=Channel.SMS
    )
    content_class = models.CharField(
        _("content class"),
        max_length=30,
        choices=ContentClass.choices,
        default=ContentClass.COLLECTION_SERVICE,
    )
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        triggers = [Audited()]

    def __str__(self) -> str:
        return self.title


class TemplateVersion(Approvable):
    """One wording of a template in one language. In force: see messaging.approval.in_force."""

    template = models.ForeignKey(
        Template, verbose_name=_("template"), on_delete=models.PROTECT, related_name="versions"
    )
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, default=Language.ZH_HANS
    )
    number = models.PositiveIntegerField(_("version"))
    body = models.TextField(_("text"))
    review_due = models.DateField(_("review due"), null=True, blank=True)

    class Meta:
        verbose_name = _("template version")
        verbose_name_plural = _("template versions")
        permissions = [("approve_templateversion", "Can approve or reject a template")]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "language", "number"], name="version_numbers_are_unique"
            ),
            models.UniqueConstraint(
                fields=["template", "language"],
                condition=Q(state__in=["draft", "submitted"]),
                name="one_open_version_per_template",
            ),
        ]
        indexes = [
            # The approval queue, oldest first.
            models.Index(
                fields=["submitted_at"],
                condition=Q(state=ApprovalState.SUBMITTED),
                name="template_approval_queue",
            )
        ]
        triggers = [Audited(), *approval_triggers("template_id", "language", "number", "body")]

    def __str__(self) -> str:
        return f"{self.template} v{self.number} ({self.language})"
