"""Surveys: one question, asked seldom."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.customer import Customer
from accounts.models.lender import Lender
from accounts.models.rotating import is_rotation
from accounts.models.sealed import EncryptedTextField, SealedModel
from messaging.models.message import Message
from messaging.models.reply import Reply
from messaging.models.template import TemplateVersion

WORST, BEST = 1, 5


class Survey(SealedModel):
    """One customer is asked once: how did we do, 1 to 5. Open until answered or `open_until`.

    `message` is the last text before it; results are told by its wording, `template_version`, which
    is kept here too so that counting surveys reads no message.
    """

    class Occasion(models.TextChoices):
        COMPLAINT = "complaint", _("After a complaint")
        REPAYMENT = "repayment", _("After a repayment")
        SAMPLE = "sample", _("Drawn by chance")

    class Via(models.TextChoices):
        PAGE = "page", _("On the page")
        REPLY = "reply", _("By reply")

    customer = models.ForeignKey(
        Customer,
        verbose_name=_("customer"),
        on_delete=models.PROTECT,
        related_name="surveys",
        db_index=False,
    )
    lender = models.ForeignKey(Lender, verbose_name=_("lender"), on_delete=models.PROTECT)
    message = models.ForeignKey(
        Message, verbose_name=_("about"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    template_version = models.ForeignKey(
        TemplateVersion,
        verbose_name=_("template"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    occasion = models.CharField(_("occasion"), max_length=10, choices=Occasion.choices)
    source = models.CharField(_("source"), max_length=60, unique=True)
    opened_at = models.DateTimeField(_("opened at"))
    open_until = models.DateTimeField(_("open until"))
    rating = models.PositiveSmallIntegerField(_("rating"), null=True)
    remark = EncryptedTextField(_("remark"), purpose="survey.remark", null=True)
    rated_at = models.DateTimeField(_("rated at"), null=True)
    via = models.CharField(_("came by"), max_length=5, choices=Via.choices, blank=True)
    reply = models.OneToOneField(
        Reply, verbose_name=_("reply"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        constraints = [
            models.CheckConstraint(
                condition=Q(rating=None, rated_at=None, via="")
                | (Q(rating__range=(WORST, BEST), rated_at__isnull=False) & ~Q(via="")),
                name="a_rating_is_1_to_5_and_dated",
            ),
            models.CheckConstraint(
                condition=Q(open_until__gt=models.F("opened_at")), name="a_survey_ends_after_start"
            ),
        ]
        indexes = [
            # The open survey of a customer, and when they were last asked.
            models.Index(fields=["customer", "-opened_at"], name="surveys_of_a_customer"),
            # Results: a period is counted from the index alone.
            models.Index(
                fields=["opened_at"],
                include=["occasion", "template_version", "rating", "id"],
                name="surveys_counted",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="surveys_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="an_answer_is_final",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__rating__isnull=False),
                func=f"""
                IF to_jsonb(NEW) - 'remark_enc' = to_jsonb(OLD) - 'remark_enc'
                   AND {is_rotation("remark_enc")} THEN
                    RETURN NEW;
                END IF;
                RAISE EXCEPTION 'survey % is answered and final', OLD.id
                    USING ERRCODE = 'check_violation';
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
