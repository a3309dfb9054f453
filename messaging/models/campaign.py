"""Campaigns: texts put to use from one day to another, without a change of the strategy."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from accounts.models.choices import Channel
from accounts.models.lender import Lender
from messaging.models.approvable import OPEN, Approvable, approval_triggers
from messaging.models.choices import ContentClass
from messaging.models.segment import OnlyAllowedFacts

MOST_DAYS = 366

_ONLY_REMINDERS = f"""
IF jsonb_array_length(NEW.texts) = 0 OR EXISTS (
    SELECT FROM jsonb_array_elements_text(NEW.texts) AS each
    LEFT JOIN messaging_template t ON t.id = each::bigint
    WHERE t.id IS NULL OR t.channel <> '{Channel.SMS.value}'
       OR t.content_class <> '{ContentClass.COLLECTION_SERVICE.value}'
) THEN
    RAISE EXCEPTION 'a campaign leads to reminders, not to answers or notices'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'campaigns_lead_to_reminders';
END IF;
RETURN NEW;
"""


class Campaign(Approvable):
    """From `first_day` to `last_day`, both in the lender's zone, customers get these texts in the
    stages they are written for, instead of the strategy's. With `conditions` (a copy of the
    segment's called `segment`) only customers for whom they hold.

    `texts`: template ids, one a stage. Of two campaigns that fit, the one approved last decides.
    """

    lender = models.ForeignKey(
        Lender, verbose_name=_("lender"), on_delete=models.PROTECT, related_name="campaigns"
    )
    number = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=80)
    texts = models.JSONField(_("texts"), default=list)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    segment = models.CharField(_("customer segment"), max_length=80, blank=True, default="")
    conditions = models.JSONField(_("conditions"), default=list, blank=True)

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        permissions = [("approve_campaign", "Can approve or reject a campaign")]
        constraints = [
            models.UniqueConstraint(
                fields=["lender", "title", "number"], name="campaign_numbers_are_unique"
            ),
            models.UniqueConstraint(
                fields=["lender", "title"],
                condition=Q(state__in=OPEN),
                name="one_open_campaign_of_a_title",
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="a_campaign_ends_after_it_begins"
            ),
        ]
        indexes = [
            # Planning: the campaigns of a lender that are not over.
            models.Index(
                fields=["lender", "last_day"],
                condition=Q(state="approved"),
                name="campaigns_running",
            )
        ]
        triggers = [
            Audited(),
            OnlyAllowedFacts(),
            *approval_triggers(
                *("lender_id", "number", "title", "texts", "first_day", "last_day"),
                *("segment", "conditions"),
            ),
            pgtrigger.Trigger(
                name="campaigns_lead_to_reminders",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("texts"),  # type: ignore[no-untyped-call]
                func=_ONLY_REMINDERS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"
