"""Templates: what a reminder says. Each edit is a version; only an approved version leaves."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from accounts.models.choices import Cause, Channel, Language
from messaging.models.approvable import OPEN, Approvable, ApprovalState, approval_triggers
from messaging.models.choices import ContentClass, EducationTopic, StageChoices, Tone
from messaging.models.confirmation import EACH_IS_CONFIRMED

_REVIEWS = """
IF NEW.reviewed_by_id IS NULL OR NEW.reviewed_at IS NULL
   OR NEW.reviewed_at IS NOT DISTINCT FROM OLD.reviewed_at THEN
    RAISE EXCEPTION 'a review names who and when' USING ERRCODE = 'check_violation';
END IF;
IF NEW.reviewed_by_id = NEW.author_id OR NEW.reviewed_by_id = ANY (NEW.editors) THEN
    RAISE EXCEPTION 'four eyes: who wrote or edited it cannot review it'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'somebody_else_reviews';
END IF;
IF NOT huancui_is_trained(NEW.reviewed_by_id, NEW.reviewed_at) THEN
    RAISE EXCEPTION 'training: only a person with valid training reviews'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_trained_person_reviews';
END IF;
PERFORM huancui_require_all_concerned(huancui_works_with(NEW.reviewed_by_id, NULL));
RETURN NEW;
"""


_ONLY_ANSWERS = r"""
IF NEW.state IN ('submitted', 'approved') AND NEW.body ~ '\{\{\s*chosen_' AND NOT EXISTS (
    SELECT FROM messaging_template t
    WHERE t.id = NEW.template_id AND t.content_class = 'answer' AND t.channel = 'sms'
) THEN
    RAISE EXCEPTION 'only an answer leaves a day or an amount open'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'only_answers_leave_it_open';
END IF;
RETURN NEW;
"""


REMINDERS = {"channel": Channel.SMS, "content_class": ContentClass.COLLECTION_SERVICE}
"""What a template a strategy leads to must be: no answer, notice or script is a reminder."""


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
    # Of useful knowledge: what it is about, and the only country it is true of, if there is one.
    topic = models.CharField(
        _("topic"), max_length=20, choices=EducationTopic.choices, blank=True, default=""
    )
    country = models.CharField(_("true of this country only"), max_length=2, blank=True, default="")
    # The same text for another channel has versions, reviews and approvals of its own.
    variant_of = models.ForeignKey(
        "self",
        verbose_name=_("variant of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="variants",
    )
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        constraints = [
            models.UniqueConstraint(
                fields=["variant_of", "channel"], name="one_variant_for_each_channel"
            ),
            models.CheckConstraint(
                condition=Q(variant_of=None) | ~Q(channel__in=[Channel.SMS, Channel.PHONE]),
                name="a_variant_is_for_another_channel",
            ),
            models.CheckConstraint(
                condition=Q(content_class=ContentClass.EDUCATION, topic__gt="")
                | (~Q(content_class=ContentClass.EDUCATION) & Q(topic="", country="")),
                name="useful_knowledge_has_a_topic",
            ),
        ]
        triggers = [
            Audited(),
            pgtrigger.Trigger(
                name="knowledge_stays_what_it_is",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__topic__df=pgtrigger.F("new__topic"))
                | pgtrigger.Q(old__country__df=pgtrigger.F("new__country")),
                func="""
                RAISE EXCEPTION 'what a text was approved for, and of which country, stays'
                    USING ERRCODE = 'check_violation';
                """,
            ),
            pgtrigger.Trigger(
                name="a_reminder_stays_one",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__channel__df=pgtrigger.F("new__channel"))
                | pgtrigger.Q(old__content_class__df=pgtrigger.F("new__content_class")),
                func="""
                IF EXISTS (SELECT FROM messaging_strategycell WHERE template_id = NEW.id)
                   OR EXISTS (SELECT FROM messaging_segmentcell WHERE template_id = NEW.id)
                   OR EXISTS (SELECT FROM messaging_campaign
                              WHERE texts @> to_jsonb(NEW.id)) THEN
                    RAISE EXCEPTION 'a template that a strategy leads to stays a reminder'
                        USING ERRCODE = 'check_violation',
                              CONSTRAINT = 'templates_of_cells_stay_reminders';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def has_a_stage(self) -> bool:
        """Whether stage, tone and cause say anything: of an answer, a notice or a piece of useful
        knowledge they do not."""
        return self.content_class == ContentClass.COLLECTION_SERVICE

    @property
    def is_reminder(self) -> bool:
        """Whether a strategy may lead to it."""
        return all(getattr(self, name) == value for name, value in REMINDERS.items())


class TemplateVersion(Approvable):
    """One wording of a template in one language. In force: see messaging.models.in_force."""

    template = models.ForeignKey(
        Template, verbose_name=_("template"), on_delete=models.PROTECT, related_name="versions"
    )
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, default=Language.ZH_HANS
    )
    number = models.PositiveIntegerField(_("version"))
    body = models.TextField(_("text"))
    subject = models.CharField(
        _("subject"),
        max_length=80,
        blank=True,
        help_text=_("Of an e-mail, or the title of a push message; of a text: none."),
    )
    purposes = models.JSONField(
        _("purposes"),
        default=list,
        blank=True,
        help_text=_("Sentences whose purpose the review does not know, and what the author says."),
    )
    review_due = models.DateField(_("review due"), null=True, blank=True)
    # The last time a trained person found it still right (messaging.authoring.reviews).
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewed by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)

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
                condition=Q(state__in=OPEN),
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
        triggers = [
            Audited(),
            *approval_triggers("template_id", "language", "number", "body", "subject", "purposes"),
            pgtrigger.Trigger(
                name="f_reviewed_by_the_trained",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state=ApprovalState.APPROVED.value)
                & pgtrigger.Q(old__review_due__df=pgtrigger.F("new__review_due")),
                func=_REVIEWS,
            ),
            pgtrigger.Trigger(
                name="g_each_sentence_is_confirmed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__state=ApprovalState.APPROVED.value)
                & ~pgtrigger.Q(old__state=ApprovalState.APPROVED.value),
                func=EACH_IS_CONFIRMED,
            ),
            pgtrigger.Trigger(
                name="h_only_answers_leave_it_open",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__df=pgtrigger.F("new__state")),
                func=_ONLY_ANSWERS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} v{self.number} ({self.get_language_display()})"
