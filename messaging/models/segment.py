"""Segments: conditions a team gave a name. By itself a segment reaches nobody.

What reaches people takes the conditions along: a strategy or a trial keeps a copy of its own, which
is approved with it by a second person and changes no more. So a segment needs no approval itself;
who changed it, when and from what, is on record as everything is.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from accounts.models.lender import Lender
from messaging.policy.segments.facts import FACTS

_ALLOWED = ", ".join(f"'{code}'" for code in FACTS)


class OnlyAllowedFacts(pgtrigger.Trigger):
    """Conditions ask for facts of the table of allowed ones (messaging.policy.segments.facts), so
    for nothing the law protects, whatever code path writes them."""

    name = "conditions_ask_for_allowed_facts"
    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.UpdateOf("conditions")  # type: ignore[no-untyped-call]
    func = f"""
    IF EXISTS (
        SELECT FROM jsonb_array_elements(NEW.conditions) c
        WHERE COALESCE(c ->> 'fact', '') NOT IN ({_ALLOWED})
    ) THEN
        RAISE EXCEPTION 'a condition asks for a fact that nobody may ask for'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'conditions_ask_for_allowed_facts';
    END IF;
    RETURN NEW;
    """


class Segment(models.Model):
    """`conditions`: a document of messaging.policy.segments.condition."""

    lender = models.ForeignKey(
        Lender, verbose_name=_("lender"), on_delete=models.PROTECT, related_name="segments"
    )
    title = models.CharField(_("title"), max_length=80)
    conditions = models.JSONField(_("conditions"), default=list)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("last edited by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    edited_at = models.DateTimeField(_("edited at"))

    class Meta:
        verbose_name = _("customer segment")
        verbose_name_plural = _("customer segments")
        constraints = [
            models.UniqueConstraint(
                fields=["lender", "title"], name="a_segment_title_once_per_lender"
            )
        ]
        triggers = [Audited(), OnlyAllowedFacts()]

    def __str__(self) -> str:
        return self.title
