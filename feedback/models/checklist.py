"""Checklists: what is gone through with a conversation of one intent, in versions."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import AppendOnly
from accounts.rules.hold_terms import BEREAVEMENT
from messaging.replies.intents import Intent

INTENTS = (
    Intent.DISTRESS,
    Intent.COMPLAINT,
    Intent.HARDSHIP,
    Intent.DISPUTE,
    Intent.WRONG_PARTY,
    BEREAVEMENT,
)
"""Replies that ask for more than an answer, and what happened to who writes (inbox.about)."""

FEWEST, MOST = 3, 6

_THREE_TO_SIX = f"""
IF jsonb_typeof(NEW.steps) <> 'array'
   OR jsonb_array_length(NEW.steps) NOT BETWEEN {FEWEST} AND {MOST}
   OR EXISTS (SELECT FROM jsonb_array_elements(NEW.steps) s
              WHERE COALESCE(s->>'key', '') = '' OR COALESCE(s->>'zh', '') = ''
                 OR COALESCE(s->>'en', '') = '') THEN
    RAISE EXCEPTION 'a checklist has three to six steps in two languages'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'three_to_six_steps';
END IF;
PERFORM huancui_require_all_concerned(huancui_works_with(NEW.made_by_id, NULL));
RETURN NEW;
"""


class Checklist(models.Model):
    """One version: `steps` as [{key, zh, en}]. The newest of an intent holds; without one, what
    the product brings. A step keeps its key from version to version, and with it its ticks."""

    intent = models.CharField(_("intent"), max_length=20)
    number = models.PositiveIntegerField(_("version"))
    steps = models.JSONField(_("steps"))
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    reason = models.CharField(_("reason"), max_length=1000)

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        constraints = [
            models.UniqueConstraint(
                fields=["intent", "number"], name="checklist_numbers_are_unique"
            ),
            models.CheckConstraint(
                condition=Q(intent__in=[str(each) for each in INTENTS]) & ~Q(reason=""),
                name="a_checklist_is_of_an_intent_and_says_why",
            ),
        ]
        triggers = [
            AppendOnly(),
            pgtrigger.Trigger(
                name="three_to_six_steps",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_THREE_TO_SIX,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.intent} v{self.number}"
