"""Checklists: what is gone through with a conversation of one intent, in versions."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.second_person import Decided
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


# Colleagues do and say to customers what stands here, so it is as grave as a text.
_CONFIRMED_ONCE = """
IF TG_OP = 'UPDATE' AND OLD.decided_at IS NULL AND NEW.decided_at IS NOT NULL
   AND to_jsonb(NEW) - ARRAY['decided_by_id', 'decided_at']
       = to_jsonb(OLD) - ARRAY['decided_by_id', 'decided_at'] THEN
    IF NOT COALESCE(huancui_is_acting(NEW.decided_by_id), false) THEN
        RAISE EXCEPTION 'who confirms a checklist is who acts' USING ERRCODE = 'check_violation';
    END IF;
    PERFORM huancui_require_all_concerned(huancui_works_with(NEW.decided_by_id, NULL));
    RETURN NEW;
END IF;
RAISE EXCEPTION 'a checklist is written once and confirmed once'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'confirmed_once';
"""


class Checklist(Decided):
    """One version: `steps` as [{key, zh, en}]. Of an intent the newest that another person has
    confirmed holds; without one, what the product brings. A step keeps its key from version to
    version, and with it its ticks."""

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
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None)
                | Q(decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(decided_by=F("made_by")),
                name="a_checklist_takes_two_people",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="confirmed_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=_CONFIRMED_ONCE,
            ),
            pgtrigger.Trigger(
                name="three_to_six_steps",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="NEW.decided_by_id := NULL; NEW.decided_at := NULL;" + _THREE_TO_SIX,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.intent} v{self.number}"
